import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deafSink, linesOf, noOptions } from '../../../parsers/samples/define-format.ts';
import { sniffSamples } from '../../../parsers/samples/detect.ts';
import { sampleFormats } from '../../../parsers/samples/index.ts';
import { createMoments } from '../../../parsers/samples/moment/moments.ts';

const paths = [
  '',
  '/proc/812/statm',
  '/proc/812/status',
  '/proc/vmstat',
  '/sys/devices/system/node/node1/vmstat',
  '/sys/fs/cgroup/web/memory.current',
  '/sys/fs/cgroup/memory.stat',
  '/proc/pressure/memory',
  '/sys/block/zram0/mm_stat',
  'memory/memory-used-2026-11-20',
  'rss.log',
];
const rows = sampleFormats.flatMap(({ samples }) => samples.flatMap((sample) => sample.split('\n')));
const numbers = fc.array(fc.nat(1 << 30), { minLength: 1, maxLength: 9 }).map((row) => row.join(' '));
const texts = fc.array(fc.oneof(fc.constantFrom(...rows), numbers, fc.constant('epoch,value')), { maxLength: 8 });

/** Text that no format claims without a name is not shown again to those that look at none. */
describe('a format that does not read the name of its file', () => {
  const nameless = sampleFormats.filter(({ readsFileName }) => !readsFileName);

  it.each(nameless)('$name claims the same lines in any', ({ reader }) => {
    const claims = (lines: readonly string[], path: string) => {
      const read = reader(noOptions, createMoments(noOptions));
      return [...linesOf(lines, path)].map((line) => read.read(line, deafSink));
    };
    fc.assert(
      fc.property(texts, fc.constantFrom(...paths), (lines, path) => {
        expect(claims(lines, path)).toEqual(claims(lines, ''));
      }),
      { numRuns: 60 },
    );
  });
});

it.each([
  ['a number of pages', ['40213 8011 1203 5 0 2010 0'], '/proc/812/statm', 'statm'],
  ['a size', ['104857600'], '/sys/fs/cgroup/web/memory.current', 'cgroup'],
  ['a column that its file names', ['epoch,value', '1773040955,1024'], 'memory/memory-used-2026-11-20', 'csv'],
])('%s means something in a file of that name alone', (_, lines, path, format) => {
  expect(sniffSamples(lines)?.format ?? null).not.toBe(format);
  expect(sniffSamples(lines, path)?.format).toBe(format);
});
