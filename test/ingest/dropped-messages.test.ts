import { describe, expect, it } from 'vitest';
import { consoleCapture } from '../../parsers/framings/console.ts';
import { frame } from '../parsers/framings/frame.ts';
import { assemble, bodies, kernelLog, logEntry } from '../parsers/records/assembled.ts';
import { linesOf, report } from '../parsers/records/oom-kill/reports.ts';

const lines = linesOf(report('7.2'));
const row = lines.findIndex((line) => line.startsWith('[    121]'));
const known = { host: 'web1' };

/** A report whose row of a task was lost where another entry says that messages were. */
const without = (notice: ReturnType<typeof logEntry>) => [
  ...kernelLog(lines.slice(0, row).join('\n'), known),
  notice,
  ...kernelLog(lines.slice(row + 1).join('\n'), known),
];

/** No line of a report says how many tasks there were: without the notice the loss could not be seen. */
describe('a notice that kernel messages were lost', () => {
  it.each([
    ['** 57 printk messages dropped **', { writer: 'unproved' }],
    ['** 57 messages dropped **', { writer: 'unproved' }],
    ['Missed 14 kernel messages', { writer: 'user', tag: 'systemd-journald', pid: 90 }],
    [
      'imjournal: 1204 messages lost due to rate-limiting (20000 allowed within 600 seconds)',
      { writer: 'user', tag: 'rsyslogd' },
    ],
  ] as const)('marks the report around it: %s', (text, by) => {
    const [body, ...others] = bodies(without(logEntry(text, { ...known, ...by })));
    expect(others).toEqual([]);
    expect(body).toMatchObject({ complete: false, problems: ['messages-dropped'] });
  });

  it.each([
    ['Missed 14 kernel messages', { ...known, writer: 'user', tag: 'app' }],
    ['Missed 14 kernel messages', { host: 'web2', writer: 'user', tag: 'systemd-journald' }],
    ['** 57 printk messages dropped **', { ...known, writer: 'user', tag: 'app' }],
    ['Suppressed 14 messages from web.service', { ...known, writer: 'user', tag: 'systemd-journald' }],
  ] as const)('is believed of those only who can know: %s', (text, by) => {
    expect(bodies(without(logEntry(text, by)))).toMatchObject([{ complete: true, problems: [] }]);
  });

  it('says nothing of reports before and behind it', () => {
    const notice = logEntry('** 57 printk messages dropped **', known);
    const found = assemble([...kernelLog(report('7.2'), known), notice, ...kernelLog(report('5.4'), known)]);
    expect(found.map(({ body }) => body.problems)).toEqual([[], []]);
  });

  // Up to 4.9 the kernel writes no newline behind it.
  it('may stand before the next line of a console', () => {
    const { entries } = frame(consoleCapture, '** 57 printk messages dropped ** [  608.218483] Mem-Info:');
    expect(entries.map(({ text }) => text)).toEqual(['** 57 printk messages dropped **', 'Mem-Info:']);
  });
});
