import { describe, expect, it } from 'vitest';
import type { KernelRecord } from '../../parsers/model/record.ts';
import { noFacts } from '../../src/corpus/facts.ts';
import { shorten } from '../../src/corpus/shorten.ts';
import { corpusFolder, logs } from './cases.ts';
import { createTrial } from './laws.ts';

const report = (name: string): string => {
  const log = logs.find((each) => each.name === name);
  if (log === undefined) throw new Error(`no ${name} in ${corpusFolder}`);
  return log.bytes().toString('latin1');
};
const chatter = (from: number, count: number): string =>
  Array.from(
    { length: count },
    (_, index) => `[${String(from + index).padStart(5)}.000000] usb 1-1: new device ${index}\n`,
  ).join('');
const withoutAddress = ({ source: _source, ...rest }: KernelRecord): unknown => rest;

describe('shorten', () => {
  const kill = report('oom-kill/global-3.10-dmesg/dmesg.txt');
  const later = (40_210 + 50).toString();
  const whole = Buffer.from(`${chatter(1, 400)}${kill}${chatter(Number(later), 400)}`, 'latin1');

  it('leaves the lines of the records and every fact of them', async () => {
    const short = await shorten('dmesg.txt', whole, noFacts);
    expect(short.linesBefore).toBe(800 + kill.trimEnd().split('\n').length);
    expect(short.bytes.toString('latin1')).toBe(kill);
    const before = await createTrial('dmesg.txt', whole, noFacts);
    expect(short.records.map(withoutAddress)).toEqual(before.records.map(withoutAddress));
  });

  it('keeps what tells one boot from another, and the host', async () => {
    const boots = `[    0.000000] Linux version 3.10.105 (b@h) (gcc 4.8) #1 SMP Mon Jul 9 2018\n${kill}${chatter(
      Number(later),
      40,
    )}[    0.000000] Linux version 3.10.105 (b@h) (gcc 4.8) #1 SMP Mon Jul 9 2018\n${chatter(1, 40)}${kill}`;
    const short = await shorten('dmesg.txt', Buffer.from(boots, 'latin1'), noFacts);
    expect(short.records.map(({ bootIndex }) => bootIndex)).toEqual([0, 1]);
    expect(short.linesAfter).toBeLessThan(short.linesBefore - 75);
  });

  // Registers and foreign lines in the middle of a report are what a parser must bear: they are no fact and stay.
  it('takes no short piece out of the middle of a record', async () => {
    const lines = kill.trimEnd().split('\n');
    const mixed = `${lines.toSpliced(5, 0, '[40210.987700] usb 1-1: new device 1').join('\n')}\n`;
    const short = await shorten('dmesg.txt', Buffer.from(mixed, 'latin1'), noFacts);
    expect(short.bytes.toString('latin1')).toBe(mixed);
  });

  it('keeps a log without records whole, and every byte of what it keeps', async () => {
    const silent = Buffer.from([...Buffer.from(chatter(1, 30)), 0xff, 0x00, 0x0d, 0x0a, 0x80]);
    const short = await shorten('dmesg.txt', silent, noFacts);
    expect(short).toMatchObject({ bytes: silent, records: [] });
    expect(short.linesAfter).toBe(short.linesBefore);
    expect((await shorten('empty.log', Buffer.alloc(0), noFacts)).linesBefore).toBe(0);
  });
});
