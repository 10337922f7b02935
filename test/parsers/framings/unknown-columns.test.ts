import { describe, expect, it } from 'vitest';
import { shownLines } from '../../../parsers/framings/parts/shown-lines.ts';
import { unknownColumns } from '../../../parsers/framings/parts/unknown-columns.ts';

const columnsOf = (lines: readonly string[]) => unknownColumns(shownLines(lines));

const log = [
  'mailer invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0',
  'CPU: 1 PID: 119 Comm: mailer Not tainted 6.1.0 #1',
  'Call Trace:',
  ' <TASK>',
  'Mem-Info:',
  'active_anon:1 inactive_anon:3 isolated_anon:0',
  ' active_file:0 inactive_file:3 isolated_file:0',
  '98174 pages RAM',
];
const at = (index: number): string => `09:30:3${index}`;

/** Nobody can know all viewers: where the kernel's lines begin tells what a viewer put before them. */
describe('what stands before each line of a log', () => {
  it.each([
    [
      'a terminal program’s date',
      (i: number) => `[2026-11-20 ${at(i)}] `,
      (i: number) => `2026-11-20T${at(i)} kernel: `,
    ],
    [
      'a tab behind a date',
      (i: number) => `2026-11-20 ${at(i)},12${i}\t`,
      (i: number) => `2026-11-20T${at(i)}.12${i} kernel: `,
    ],
    [
      'labels',
      (i: number) => `2026-11-20T${at(i)}Z {host="a", unit=""} `,
      (i: number) => `2026-11-20T${at(i)}Z kernel: `,
    ],
    [
      'a host and dmesg -T',
      (i: number) => `node1: [Fri Nov 20 ${at(i)} 2026] `,
      (i: number) => `[Fri Nov 20 ${at(i)} 2026] `,
    ],
    [
      'a number and a syslog header',
      (i: number) => `   ${i} Nov 20 ${at(i)} web01 kernel: `,
      (i: number) => `Nov 20 ${at(i)} kernel: `,
    ],
    ['a column behind the stamp', (i: number) => `[   12.34567${i}] dom0| `, (i: number) => `[   12.34567${i}] `],
    ['a mark', () => ':', () => ''],
  ])('%s', (_, put, expected) => {
    const shown = log.map((line, index) => put(index) + line);
    expect(shown.map(columnsOf(shown) ?? String)).toEqual(log.map((line, index) => expected(index) + line));
  });

  it.each([
    ['nothing', () => ''],
    ['a syslog header', (i: number) => `Nov 20 ${at(i)} web01 kernel: `],
    ['a stamp', (i: number) => `[   12.34567${i}] `],
    ['marks of a quote', () => '> > '],
    ['an indentation', () => '    '],
    ['what a container printed of it', (i: number) => `2026-11-20T${at(i)}.123456789Z stdout F [   12.34567${i}] `],
    ['a container’s log', (i: number) => `2026-11-20T${at(i)}.123456789Z stdout F `],
  ])('is not looked at where it is known: %s', (_, put) => {
    expect(columnsOf(log.map((line, index) => put(index) + line))).toBeNull();
  });

  it('is none where only some lines have it', () => {
    const quoted = log.map((line) => `said: ${line}`);
    expect(columnsOf([...quoted, ...Array.from({ length: 9 }, () => 'a line of prose')])).toBeNull();
    expect(columnsOf(quoted.map((line, index) => (index % 2 ? line : `and ${line}`)))).toBeNull();
  });

  it('is none of a program that spoke of the kernel once or twice', () => {
    expect(columnsOf(['a: b', 'a: Mem-Info:', 'a: c', 'a: Mem-Info:', 'a: Mem-Info:'])).toBeNull();
  });
});
