import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RawSample } from '../../parsers/model/sample.ts';
import { createSampleLine } from '../../src/cli/writing/sample-line.ts';
import { toSampleRow } from '../../src/ingest/sample-row.ts';

const text = fc.oneof(fc.constantFrom('api', 'kworker/0:1', 'a"b\\c', 'naïve', '\x1b[31m', '\ud800'), fc.string());
const orNull = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: null });
const value = fc.oneof(
  fc.nat(),
  fc.maxSafeNat(),
  fc.double(),
  fc.constantFrom(0, -0, -1, 9, 10, 99, 100, 999, 1000, Number.MAX_SAFE_INTEGER, 2 ** 60, Number.NaN, Infinity),
);

const sample: fc.Arbitrary<RawSample> = fc.record({
  span: fc.record({
    path: text,
    line: fc.nat(),
    byteStart: fc.maxSafeNat(),
    byteEnd: fc.maxSafeNat(),
    lines: fc.nat(),
  }),
  format: fc.constantFrom('ps', 'csv'),
  stamp: fc.constant(null),
  stampBasis: fc.constant(null),
  sinceMidnightUs: fc.constant(null),
  monotonicUs: orNull(fc.nat()),
  host: orNull(text),
  scope: fc.constantFrom('system', 'process', 'cgroup', 'zone'),
  pid: orNull(fc.nat()),
  comm: orNull(text),
  startedAt: fc.constant(null),
  cgroup: orNull(text),
  zone: orNull(text),
  metrics: fc.dictionary(fc.constantFrom('rssBytes', 'memFreeBytes', 'x_bytes', 'load'), value),
  quantumBytes: orNull(fc.constantFrom(1, 1024, 107374182)),
  unitAssumed: fc.constantFrom(null, 'KiB', '%'),
});
/** 1960 to 2150, with whole seconds and midnights among them. */
const instant = fc.oneof(
  fc.integer({ min: -315_619_200, max: 5_680_281_600 }).map((seconds) => seconds * 1_000_000),
  fc.integer({ min: 0, max: 5_680_281_600_000_000 }),
  fc.nat(60_000).map((day) => day * 86_400_000_000),
);
const time = fc.record({ us: orNull(instant), basis: fc.constantFrom(null, 'realtime', 'inferred', 'monotonic') });

// The bytes are written by hand for their speed, and parts of the line before are used again: they must be those of the row that
// the schema describes.
test('a line is the JSON of its row, whatever the sample holds and whatever came before', () => {
  const lineOf = createSampleLine();
  fc.assert(
    fc.property(sample, sample, time, time, (one, other, at, later) => {
      const { metrics, span } = other;
      const like = { ...one, metrics, span };
      for (const [each, when] of [
        [one, at],
        [like, later],
        [{ ...like, span: one.span }, at],
        [other, at],
        [one, later],
        [one, at],
        [one, at],
      ] as const)
        expect(Buffer.from(lineOf(each, when)).toString()).toBe(JSON.stringify(toSampleRow(each, when)));
    }),
    { numRuns: 300 },
  );
});
