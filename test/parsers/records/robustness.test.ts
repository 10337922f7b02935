import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogEntry } from '../../../parsers/model/entry.ts';
import { allocFailure } from '../../../parsers/records/alloc-failure.ts';
import { appOom } from '../../../parsers/records/app-oom.ts';
import { forkRefused } from '../../../parsers/records/fork-refused.ts';
import { hungTask } from '../../../parsers/records/hung-task.ts';
import { stall } from '../../../parsers/records/stall.ts';
import { unitOom } from '../../../parsers/records/unit-oom.ts';
import { unitSignalKill } from '../../../parsers/records/unit-signal-kill.ts';
import { userspaceKill } from '../../../parsers/records/userspace-kill.ts';
import { assemble, bodies, kernelLog, logEntry, programLog } from './assembled.ts';
import { fixture } from './fixture.ts';

const kinds = [allocFailure, hungTask, stall, userspaceKill, unitOom, unitSignalKill, forkRefused, appOom];

const reports: readonly (readonly [name: string, entries: () => LogEntry[]])[] = [
  'page-failure-5.10',
  'page-failure-6.12-16k-pages',
  'slub-failure-6.12',
  'vmalloc-failure-7.2',
  'hung-task-5.10',
  'hung-task-6.1',
  'hung-task-panic-6.1',
].map((name) => [name, () => kernelLog(fixture(name))] as const);

const earlyoom = programLog(
  'earlyoom',
  `mem avail:    54 of   557 MiB ( 9.75%), swap free:    0 of    0 MiB ( 0.00%)
low memory! at or below SIGTERM limits: mem 10.00%, swap 10.00%
sending SIGTERM to process 483 uid 0 "x": oom_score 1154, VmRSS 305 MiB, cmdline "x"
process 483 exited after 0.101 seconds`,
);

describe.each([...reports, ['earlyoom', () => earlyoom] as const])('%s', (_name, entries) => {
  const whole = bodies(entries());

  it('cut after any line gives the first records whole, and at most the last one in part', () => {
    const all = entries();
    for (let length = 0; length <= all.length; length++) {
      const found = bodies(all.slice(0, length));
      expect(found.length).toBeLessThanOrEqual(whole.length);
      expect(found.slice(0, -1)).toEqual(whole.slice(0, Math.max(0, found.length - 1)));
      const last = found.at(-1);
      if (last) expect(last.kind).toBe(whole[found.length - 1]?.kind);
    }
  });

  it('beginning at any line does not throw, and a record found so is one of those or says what is missing', () => {
    const all = entries();
    for (let start = 0; start < all.length; start++) {
      for (const body of bodies(all.slice(start))) {
        const twin = whole.some(
          (each) =>
            JSON.stringify(each) ===
            JSON.stringify({ ...body, reportsSuppressed: (each as { reportsSuppressed?: unknown }).reportsSuppressed }),
        );
        expect(twin || !body.complete || body.kind === 'userspace-kill').toBe(true);
      }
    }
  });

  it('is found again from its own first line, and not from behind its last', () => {
    const all = entries();
    for (const { opener, last, body } of assemble(all)) {
      expect(bodies(all.slice(all.indexOf(opener)))[0]).toEqual(body);
      expect(bodies(all.slice(all.indexOf(last) + 1))).not.toContainEqual(body);
    }
  });

  it('is not changed by unrelated lines between its own', () => {
    const noise = [
      'usb 1-1: new high-speed USB device number 5 using xhci_hcd',
      'audit: type=1400 audit(1700000000.1:2): apparmor="DENIED" operation="open"',
      'EXT4-fs (sda1): mounted filesystem with ordered data mode',
      'Node.js 20 started',
      '',
    ].flatMap((text) => [logEntry(text, { writer: 'kernel' }), logEntry(text, { writer: 'user', tag: 'app', pid: 1 })]);
    const mixed = entries().flatMap((entry, index) => [entry, noise[index % noise.length] as LogEntry]);
    expect(bodies(mixed)).toEqual(whole);
  });
});

describe('hostile text', () => {
  const fragments = fc.oneof(
    fc.constantFrom(
      ...kinds.flatMap((kind) => kind.openers),
      'INFO: task ',
      ':1 ',
      'blocked for more than ',
      ' seconds.',
      ', mode:0x',
      'order:',
      '(GFP_',
      ' "',
      '": ',
      'Killed ',
      'Mem-Info:',
      'Node 0 DMA free:1kB',
      'Call Trace:',
      'CPU: 0 PID: 1 Comm: x Not tainted 1 #1',
      ' '.repeat(50),
      '(((((((((',
      '\u0000',
      '\u001b[31m',
      '\uFFFD',
      '99999999999999999999',
    ),
    fc.string({ maxLength: 12 }),
  );
  const text = fc.array(fragments, { maxLength: 12 }).map((parts) => parts.join(''));
  const writer = fc.constantFrom('kernel', 'user', 'unproved') as fc.Arbitrary<LogEntry['writer']>;
  const tag = fc.constantFrom(null, 'kernel', 'systemd', 'earlyoom', 'nohang', 'kubelet', 'systemd-oomd', 'app');

  it('is never an exception, and numbers stay whole', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ text, writer, tag }), { maxLength: 20 }), (lines) => {
        for (const body of bodies(lines.map((line) => logEntry(line.text, line)))) {
          for (const value of Object.values(body)) {
            if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  // A pattern that backtracks would take hours here, and the run would end by its time limit.
  it.each([
    ['spaces', ' '.repeat(200_000)],
    ['quotes', '"'.repeat(200_000)],
    ['colons', 'a: '.repeat(70_000)],
    ['digits', '1'.repeat(200_000)],
    [
      'openers',
      kinds
        .flatMap((kind) => kind.openers)
        .join(' ')
        .repeat(200),
    ],
    ['header begun', `INFO: task ${'x:1 '.repeat(50_000)}`],
    ['container', `The node was low on resource: memory. ${'Container a was using 1, '.repeat(8000)}`],
    ['killed', `Killed ${'/a due to memory pressure for '.repeat(7000)}`],
    ['sending', `sending SIGTERM to process 1 ${'"x": badness 1, '.repeat(12_000)}`],
    ['oom event', `Got sys oom event: &{${'1 x 2020-'.repeat(20_000)}`],
    ['task exit', `container_id:"a" ${'id:"a" exit_status:13 '.repeat(9000)}`],
    ['runtime', `${'\\nMemoryError'.repeat(15_000)}x`],
  ])('of %s without end is read in one pass', (_name, endless) => {
    for (const prefix of [
      '',
      'sending SIGKILL to process ',
      'SLUB: Unable to allocate memory on ',
      'java.lang.OutOfMemoryError',
    ]) {
      for (const tag of [null, 'systemd', 'kubelet', 'containerd', 'systemd-oomd', 'earlyoom', 'nohang', 'dockerd']) {
        bodies([logEntry(prefix + endless, { tag, writer: 'user' })]);
      }
      bodies([logEntry(prefix + endless, { writer: 'kernel' })]);
    }
  });
});

describe('openers', () => {
  it.each(kinds.map((kind) => [kind.kind, kind] as const))('of %s can be needles', (_name, kind) => {
    expect(new Set(kind.openers).size).toBe(kind.openers.length);
    for (const opener of kind.openers) expect(opener).toMatch(/^[ !#-[\]-~]{3,}$/);
  });
});
