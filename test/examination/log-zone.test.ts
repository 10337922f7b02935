import { describe, expect, test } from 'vitest';
import { logZone } from '../../src/examination/log-zone.ts';
import type { FileCoverage } from '../../src/ingest/sink.ts';

const file = (records: number, offsetMinutes?: number | null): FileCoverage => ({
  path: 'x',
  directory: '.',
  format: 'rfc3339',
  lines: 1,
  bytes: 1,
  fromUs: null,
  toUs: null,
  records,
  samples: 0,
  hosts: [],
  showsWriter: false,
  skipped: [],
  ...(offsetMinutes === undefined ? {} : { offsetMinutes }),
});

describe('logZone', () => {
  test.each([
    ['no file', [], null],
    ['no offset stated', [file(1), file(1, null)], null],
    ['one zone', [file(1, 330), file(2, 330), file(1, null)], '+05:30'],
    ['west of Greenwich', [file(1, -210)], '-03:30'],
    ['epoch times beside a zone', [file(1, 0), file(1, 60)], '+01:00'],
    ['epoch times alone', [file(1, 0)], null],
    ['two zones', [file(1, 60), file(1, 120)], null],
    ['a zone in a file without records', [file(0, 60), file(1)], null],
  ] as const)('%s', (_case, coverage, zone) => {
    expect(logZone(coverage)).toBe(zone);
  });
});
