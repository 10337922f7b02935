import { describe, expect, it } from 'vitest';
import { journalExport } from '../../../parsers/framings/journal-export.ts';
import { journalShort } from '../../../parsers/framings/journal-short.ts';
import { journalVerbose } from '../../../parsers/framings/journal-verbose.ts';
import { frame, frameOne, linesOf, written } from './frame.ts';

const boot = '277179e7c769445ea7d63824e82cf045';
const head = (cursor: string) =>
  `Fri 2026-11-20 09:30:30.123456 CET [s=${boot};i=${cursor};b=${boot};m=27aa9ef;t=660b10e90f7c0;x=7c26]`;
const kernel = (message: string) => [
  '    _SOURCE_MONOTONIC_TIMESTAMP=115965652',
  '    _TRANSPORT=kernel',
  '    SYSLOG_FACILITY=0',
  '    SYSLOG_IDENTIFIER=kernel',
  `    MESSAGE=${message}`,
  '    _HOSTNAME=web01',
];
const program = (message: string) => [
  '    SYSLOG_IDENTIFIER=systemd',
  '    _PID=1',
  '    _TRANSPORT=journal',
  '    _HOSTNAME=web01',
  `    MESSAGE=${message}`,
];

describe('journal-verbose', () => {
  it('reads entry after entry, each until the next begins', () => {
    const text = [head('1'), ...kernel('Mem-Info:'), head('2'), ...program('web.service: Failed')].join('\n');
    const { entries, refused } = frame(journalVerbose, text);
    expect(refused).toEqual([]);
    expect(entries).toMatchObject([
      { text: 'Mem-Info:', writer: 'kernel', host: 'web01', bootId: boot, monotonicUs: 115965652, span: { lines: 7 } },
      { text: 'web.service: Failed', writer: 'user', tag: 'systemd', pid: 1, span: { line: 8, lines: 6 } },
    ]);
  });

  /** The date of the first line is local time in words; the cursor's clock is exact. */
  it('takes the time from the cursor', () => {
    expect(written(frameOne(journalVerbose, [head('1'), ...kernel('x')].join('\n')))).toBe(
      '2026-11-20T08:30:30.123456 0',
    );
  });

  it('reads a message of several lines, and not what looks like a field inside of it', () => {
    const message = ['first', `${' '.repeat('    MESSAGE='.length)}_HOSTNAME=liar`].join('\n');
    const { entries } = frame(journalVerbose, [head('1'), ...kernel(message)].join('\n'));
    expect(entries.map(({ text, host }) => [text, host])).toEqual([
      ['first', 'web01'],
      ['_HOSTNAME=liar', 'web01'],
    ]);
  });

  it('holds an entry until it knows its end, and forgets it where lines are skipped', () => {
    const reader = journalVerbose.reader();
    const texts: string[] = [];
    for (const line of linesOf([head('1'), ...kernel('lost')].join('\n')))
      reader.read(line, ({ text }) => texts.push(text));
    expect([reader.holding, texts]).toEqual([true, []]);
    reader.jump();
    reader.end(({ text }) => texts.push(text));
    expect([reader.holding, texts]).toEqual([false, []]);
  });

  it.each(['    MESSAGE=a setting of some file', head('1').replace('b=', 'c='), ''])('refuses %j', (line) => {
    expect(frame(journalVerbose, line).entries).toEqual([]);
    expect(journalVerbose.sniff([line])).toBe(0);
  });
});

/** `with-unit` prints the unit where the others print the program. */
it.each([
  ['init.scope[1]: web.service: Failed', 'systemd'],
  ['systemd-oomd.service[512]: Killed /a', 'systemd-oomd'],
  ['session-3.scope[77]: hello', 'session-3.scope'],
])('journal-short reads %j as written by %s', (line, tag) => {
  expect(frameOne(journalShort, `Fri 2026-11-20 09:30:30 UTC web01 ${line}`)?.tag).toBe(tag);
});

/** Without boot and transport it would be a program's line on another host. */
it.each([
  ['verbose', journalVerbose, [head('1'), ...kernel('whole'), head('2'), ...kernel('cut').slice(0, 5)]],
  [
    'export',
    journalExport,
    ['__CURSOR=1', 'MESSAGE=whole', '_TRANSPORT=kernel', '_BOOT_ID=1', '', '__CURSOR=2', 'MESSAGE=cut', '_BOOT_ID=1'],
  ],
])('an entry that the end of the file cut is left out (%s)', (_form, framing, lines) => {
  expect(frame(framing, lines.join('\n')).entries.map(({ text }) => text)).toEqual(['whole']);
});
