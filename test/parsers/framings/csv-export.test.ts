import { describe, expect, it } from 'vitest';
import { adaptiveReader } from '../../../parsers/framings/adaptive-reader.ts';
import { csvExport } from '../../../parsers/framings/csv-export.ts';
import { detectFraming } from '../../../parsers/framings/detect.ts';
import { headOf } from '../../../parsers/framings/head.ts';
import type { LogEntry } from '../../../parsers/model/entry.ts';
import { frame, linesOf, written } from './frame.ts';

const kill = 'Out of memory: Killed process 77 (a "b", c) total-vm:1kB, anon-rss:1kB';
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const syslog = `Nov 20 09:30:30 web01 kernel: [  608.218483] ${kill}`;

/** The web pages of log stores give this to download, and people attach it to tickets. */
describe('tables of text with a message in each row', () => {
  it.each([
    ['CloudWatch', 'timestamp,message', `1795167030123,${quoted(syslog)}`, 'web01', '2026-11-20T09:30:30.123000 0'],
    [
      'Cloud Logging',
      'insertId,jsonPayload.MESSAGE,jsonPayload._HOSTNAME,timestamp',
      `a1,${quoted(kill)},web01,2026-11-20T09:30:30.123Z`,
      'web01',
      '2026-11-20T09:30:30.123000 0',
    ],
    [
      'Azure',
      'TimeGenerated [UTC],Computer,Facility,SyslogMessage,ProcessName',
      `"11/20/2026, 9:30:30.123 PM",web01,kern,${quoted(kill)},kernel`,
      'web01',
      '2026-11-20T21:30:30.123000 0',
    ],
    [
      'Datadog',
      '"Date","Host","Service","Content"',
      `"2026-11-20T09:30:30.123Z","web01","kernel",${quoted(kill)}`,
      'web01',
      '2026-11-20T09:30:30.123000 0',
    ],
    [
      'Kibana',
      '"@timestamp","host.name",message,"process.name"',
      `"Nov 20, 2026 @ 09:30:30.123",web01,${quoted(kill)},kernel`,
      'web01',
      '2026-11-20T09:30:30.123000 local',
    ],
    [
      'Graylog',
      'timestamp\tsource\tmessage',
      `2026-11-20T09:30:30.123Z\t10.0.0.5\tweb01 kernel: [  608.218483] ${kill}`,
      'web01',
      '2026-11-20T09:30:30.123000 0',
    ],
  ])('%s', (_, header, row, host, stamp) => {
    const { entries, refused } = frame(csvExport, `${header}\n${row}\n`);
    expect(entries).toMatchObject([{ text: kill, writer: 'unproved', host }]);
    expect(written(entries[0] ?? null)).toBe(stamp);
    expect(refused).toEqual([]);
    expect(detectFraming([header, row])?.name).toBe('csv-export');
  });

  // A browser writes a date in the language of its user, and the page gives it out as it shows it.
  it.each([
    ['en-US', ['11/20/2026, 9:30:30.123 PM'], '2026-11-20T21:30:30.123000 local'],
    ['en-GB', ['20/11/2026, 21:30:30.123'], '2026-11-20T21:30:30.123000 local'],
    [
      'en-GB, after a day above 12',
      ['13/09/2026, 08:00:00', '05/10/2026, 21:30:30'],
      '2026-10-05T21:30:30.000000 local',
    ],
    ['en-GB, nothing above 12', ['05/10/2026, 21:30:30'], null],
    ['en-AU, nothing above 12', ['05/10/2026, 9:30:30 pm'], null],
    ['de', ['5.10.2026, 21:30:30,123'], '2026-10-05T21:30:30.123000 local'],
    ['fi', ['5.10.2026 klo 21.30.30'], null],
    ['cs', ['5. 10. 2026 21:30:30'], '2026-10-05T21:30:30.000000 local'],
    ['ja', ['2026/10/05 21:30:30'], '2026-10-05T21:30:30.000000 local'],
    ['no date', ['20/20/2026, 21:30:30'], null],
  ])('times of a page in %s', (_, times, expected) => {
    const rows = times.map((time) => `"${time}",Mem-Info:`).join('\n');
    expect(written(frame(csvExport, `date,message\n${rows}\n`).entries.at(-1) ?? null)).toBe(expected);
  });

  it('a message of several lines is one row', () => {
    const { entries } = frame(csvExport, `time,line\n2026-11-20T09:30:30Z,"a ""x""\nb"\n2026-11-20T09:30:31Z,c\n`);
    expect(entries.map(({ text, first, span }) => [text, first, span.line, span.lines])).toEqual([
      ['a "x"', true, 2, 2],
      ['b', false, 2, 2],
      ['c', true, 4, 1],
    ]);
  });

  it('a program that is named speaks for itself', () => {
    const { entries } = frame(
      csvExport,
      `time,service,message\n2026-11-20T09:30:30Z,web,${kill.replaceAll(/[",]/g, '')}\n`,
    );
    expect(entries).toMatchObject([{ writer: 'user', tag: 'web' }]);
  });

  it('a row of which nobody knows the time is an entry without one', () => {
    expect(frame(csvExport, 'time,message\nyesterday,Mem-Info:\n').entries).toMatchObject([
      { text: 'Mem-Info:', stamp: null },
    ]);
  });

  // A reader of parts of a file sees the header only with its first lines.
  it('the names of the columns are known wherever reading begins', () => {
    const head = ['time,message', '2026-11-20T09:30:30Z,x'];
    const reader = adaptiveReader(csvExport, headOf(head));
    const entries: LogEntry[] = [];
    for (const line of linesOf('2026-11-20T09:31:30Z,Mem-Info:')) reader.read(line, (entry) => entries.push(entry));
    expect(entries.map(({ text }) => text)).toEqual(['Mem-Info:']);
  });

  it.each(['timestamp,rss,swap', 'message,level', 'a,b', 'time message', 'timestamp,the message: of (it)'])(
    '%j names no columns of a log',
    (text) => {
      expect(csvExport.sniff([text, '1,2'])).toBe(0);
      expect(frame(csvExport, text).refused).toEqual([text]);
    },
  );
});
