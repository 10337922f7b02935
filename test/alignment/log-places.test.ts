import { expect, test } from 'vitest';
import { logFolders } from '../../src/alignment/owners/log-places.ts';
import { coverageOf, noonUs } from '../store/facts.ts';

/** A file taken for a log draws the samples beside it away from the log that they belong to. */
const row = (path: string, facts: Parameters<typeof coverageOf>[1]) =>
  coverageOf(path, {
    directory: path.slice(0, path.lastIndexOf('/')),
    format: 'rfc3339',
    hosts: [],
    samples: 0,
    records: 0,
    fromUs: noonUs,
    monotonicFromUs: null,
    ...facts,
  });
const kernelLog = row('/run/kern.log', { records: 1 });
const folders = (...rows: ReturnType<typeof row>[]) => logFolders(rows).map(({ directory }) => directory);

test.each([
  ['samples', { format: 'meminfo', samples: 9 }],
  ['an empty listing in a sample format', { format: 'meminfo', fromUs: null }],
  ['nothing that was recognised', { format: null, fromUs: null }],
  ['output of a program without a clock', { format: 'plain', records: 4, fromUs: null }],
  ['an application log without a clock', { format: 'app-log', records: 4, fromUs: null }],
] as const)('%s beside the samples is no log', (_name, facts) => {
  expect(folders(kernelLog, row('/run/samples/x.txt', facts))).toEqual(['/run']);
});

test('a console without times is one where there is no other', () => {
  expect(folders(row('/run/console.log', { format: 'plain', records: 1, fromUs: null }))).toEqual(['/run']);
  expect(folders(row('/run/dmesg.txt', { fromUs: null, monotonicFromUs: 0 }))).toEqual(['/run']);
});
