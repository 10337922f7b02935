import { describe, expect, test } from 'vitest';
import type { RawSample } from '../../../parsers/model/sample.ts';
import { linesOf, noOptions } from '../../../parsers/samples/define-format.ts';
import { sampleFormats } from '../../../parsers/samples/index.ts';
import { samplesReader } from '../../../parsers/samples/mixed-reader.ts';

/**
 * A sampler that was killed, a full disk, a copy made while the file was written: the end of a file is anywhere. Whatever
 * is read of the part must stand in the whole: a number that lost its last digits is a wrong number.
 */

/** Every value with whose it is and the line its sample begins in. */
function valuesOf(text: string): Map<string, number> {
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  const lines = bytes.split('\n');
  const isUnfinished = lines.at(-1) !== '';
  if (!isUnfinished) lines.pop();
  const reader = samplesReader(noOptions, lines);
  const values = new Map<string, number>();
  const sink = {
    sample({ span, scope, pid, comm, cgroup, zone, format, stamp, metrics }: RawSample) {
      for (const [metric, value] of Object.entries(metrics)) {
        const key = [span.line, scope, pid, comm, cgroup, zone, format, stamp?.civilUs, metric].join(' ');
        values.set(key, value);
      }
    },
    reject() {},
  };
  for (const line of linesOf(lines, 'test'))
    reader.read(isUnfinished && line.line === lines.length ? { ...line, unterminated: true } : line, sink);
  reader.end(sink);
  return values;
}

/** Rows that wait until the unit of all of them is certain. */
const waiting = [
  ['time,free,used', '1763631305,1263616,700000', '1763631310,1263616,700004', ''],
  [' r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st', ...rowsOfVmstat(3), ''],
  ['1763631305 1263616', '1763631310 1263900', '1763631315 1264104', '1763631320 1264412', ''],
].map((lines, index) => ({ name: `waiting ${index}`, text: lines.join('\n') }));

function rowsOfVmstat(count: number): string[] {
  return Array.from(
    { length: count },
    (_, row) => ` 1  0      0 16413944  469${row * 4} 7623688    0    0  1435  5712  649 1872 24  8 67  0  0`,
  );
}

const blocks = [
  ...sampleFormats.flatMap((format) =>
    format.samples.map((text, index) => ({ name: `${format.name} ${index}`, text: `${text}\n` })),
  ),
  ...waiting,
];

describe('a file cut anywhere gives no value that the whole does not give', () => {
  test.each(blocks)('$name', ({ text }) => {
    const whole = valuesOf(text);
    const step = Math.max(1, Math.floor(text.length / 400));
    const wrong: unknown[] = [];
    for (let end = 1; end < text.length; end += step) {
      for (const [key, value] of valuesOf(text.slice(0, end)))
        if (whole.get(key) !== value)
          wrong.push({ end, tail: text.slice(Math.max(0, end - 30), end), key, value, whole: whole.get(key) });
      if (wrong.length > 3) break;
    }
    expect(wrong).toEqual([]);
  });
});
