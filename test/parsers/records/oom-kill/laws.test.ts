import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openOomDraft } from '../../../../parsers/records/oom-kill/draft.ts';
import { kernelLog, logEntry } from '../assembled.ts';
import { kills, linesOf, onlyKill, report } from './reports.ts';

const names = readdirSync(new URL('../../../fixtures/records/oom-kill', import.meta.url)).map((file) =>
  file.replace('.txt', ''),
);

/** Ordinary messages, some of which look like a part of a report. */
const noise = [
  'usb 1-1: new high-speed USB device number 4 using xhci_hcd',
  'web[77]: segfault at 0 ip 00000000004040e5 sp 00007ffdeed88eb0 error 6 in web[400000+2a000]',
  'docker0: port 1(veth51be382) entered blocking state',
  'audit: type=1400 audit(1773040950.972:63): apparmor="DENIED" operation="open" pid=132 comm="java"',
  'CPU1: Package temperature above threshold, cpu clock throttled',
  'Node 0 is a nice node',
  'Normal operation resumed',
  '[drm] GPU HANG: ecode 9:1:85dffffb',
  '[  132] this is no row of a table',
  'TCP: request_sock_TCP: Possible SYN flooding on port 80. Sending cookies.',
  'memory: usage of the word memory',
  'Out of memory, said the driver',
  'systemd-journald[90]: Sent WATCHDOG=1 notification.',
  'eth0: renamed from veth1',
];

describe.each(names)('%s', (name) => {
  const lines = linesOf(report(name));
  const whole = onlyKill(report(name));

  it('reads the same with unrelated lines between its own', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(lines.length), fc.constantFrom(...noise)), { maxLength: 30 }),
        (strangers) => {
          const mixed = [...lines];
          for (const [at, text] of [...strangers].sort((a, b) => b[0] - a[0])) mixed.splice(at, 0, text);
          expect(onlyKill(mixed.join('\n'))).toEqual(whole);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('cut after any line says so or says no more than was there', () => {
    for (let count = 1; count < lines.length; count++) {
      const found = kills(lines.slice(0, count).join('\n'));
      expect(found.length).toBeLessThanOrEqual(1);
      for (const record of found) {
        expect(whole.tasks.map(({ pid }) => pid).slice(0, record.tasks.length)).toEqual(
          record.tasks.map(({ pid }) => pid),
        );
        if (!record.complete) expect(record.problems).not.toEqual([]);
        else expect(record.outcome === 'unknown', `${count} lines`).toBe(false);
      }
    }
  });

  it('begun at any line claims nothing that was not there', () => {
    for (let from = 1; from < lines.length; from++) {
      for (const record of kills(lines.slice(from).join('\n'))) {
        const full = whole.victims.map(({ pid }) => pid);
        for (const { pid } of record.victims) expect(full).toContain(pid);
        for (const task of record.tasks) {
          const row = whole.tasks.find(({ pid }) => pid === task.pid);
          // What cannot be known without the table's header is unknown, and the rest is as it was.
          for (const [column, value] of Object.entries(task)) {
            if (value !== null) expect([column, value]).toEqual([column, row?.[column as keyof typeof task]]);
          }
        }
      }
    }
  });

  it('can be closed at any time and fed on', () => {
    const [opener = '', ...rest] = lines;
    const draft = openOomDraft(logEntry(opener));
    for (const entry of kernelLog(rest.join('\n'))) {
      draft?.close('cut');
      draft?.feed(entry);
    }
    expect(draft?.close('end')).toEqual(draft?.close('end'));
    expect(draft?.close('end')).toEqual(whole);
  });
});

describe('hostile text', () => {
  it('never throws and never makes numbers that are none', () => {
    const lines = names.flatMap((name) => linesOf(report(name)));
    const damaged = fc
      .tuple(fc.constantFrom(...lines), fc.nat(200), fc.string({ maxLength: 6 }))
      .map(([line, at, piece]) => line.slice(0, at) + piece + line.slice(at + piece.length));
    fc.assert(
      fc.property(fc.array(damaged, { maxLength: 60 }), (texts) => {
        const json = JSON.stringify(kills(texts.join('\n')), (_, value) => {
          if (typeof value === 'number') expect(Number.isSafeInteger(value)).toBe(true);
          return value;
        });
        expect(json).toBeTypeOf('string');
      }),
      { numRuns: 200 },
    );
  });
});
