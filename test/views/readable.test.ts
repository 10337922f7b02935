import { expect, test } from 'vitest';
import { readable } from '../../src/views/readable.ts';

const formats: Readonly<Record<string, string>> = {
  'journal.json': 'journal-json',
  'mostly.json': 'mixed: journal-json, rfc3164',
  'mostly.log': 'mixed: rfc3164, journal-json',
  'kern.log': 'rfc3164',
};

// A report quotes these lines: nobody reads a kernel report in the fields of a journal where a kern.log has it too.
test.each([
  [['journal.json', 'kern.log'], 'kern.log'],
  [['mostly.json', 'kern.log'], 'kern.log'],
  [['journal.json', 'mostly.log', 'kern.log'], 'mostly.log'],
  [['journal.json', 'mostly.json'], 'journal.json'],
  [['unknown.txt', 'kern.log'], 'unknown.txt'],
  [[], undefined],
])('of %j it is %s that is shown', (paths, shown) => {
  const place = readable(
    paths.map((path) => ({ path })),
    (path) => formats[path] ?? null,
  );
  expect(place?.path).toBe(shown);
});
