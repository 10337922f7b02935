import { expect, it } from 'vitest';
import { appLog } from '../../../parsers/framings/app-log.ts';
import { frameOne, written } from './frame.ts';

/** A log in another zone than the machine's would be hours off, and its records beside the wrong samples. */
it.each([
  ['2026-11-20 09:30:30.123 UTC [250] ERROR:  out of memory', '2026-11-20T09:30:30.123000 0'],
  ['2026-11-20 09:30:30.123 GMT [250] ERROR:  out of memory', '2026-11-20T09:30:30.123000 0'],
  ['2026-11-20 09:30:30,123Z ERROR x', '2026-11-20T09:30:30.123000 0'],
  ['2026-11-20 09:30:30 Z ERROR x', '2026-11-20T09:30:30.000000 0'],
  ['2026-11-20 09:30:30.123 CEST [250] ERROR:  x', '2026-11-20T09:30:30.123000 120'],
  ['2026-11-20 09:30:30.123 +0530 [250] ERROR:  x', '2026-11-20T09:30:30.123000 330'],
  ['2026-11-20 09:30:30.123 -03:00 [250] ERROR:  x', '2026-11-20T09:30:30.123000 -180'],
  ['[2026-11-20 09:30:30 +0000] [12] [CRITICAL] x', '2026-11-20T09:30:30.000000 0'],
  ['time="2026-11-20T09:30:30.123456789+02:00" level=info msg="x"', '2026-11-20T09:30:30.123456 120'],
  // No zone, or none that is only one.
  ['2026-11-20 09:30:30.123 CST [250] ERROR:  x', '2026-11-20T09:30:30.123000 local'],
  ['2026-11-20 09:30:30.123 ERROR x', '2026-11-20T09:30:30.123000 local'],
  ['2026-11-20 09:30:30.123 MST-7 x', '2026-11-20T09:30:30.123000 local'],
  ['2026-11-20 09:30:30.123 -1500 x', '2026-11-20T09:30:30.123000 local'],
  ['2026-11-20 09:30:30 -120045 bytes', '2026-11-20T09:30:30.000000 local'],
  ['[2026-11-20T09:30:30,123][ERROR][o.e.b.Elasticsearch] x', '2026-11-20T09:30:30.123000 local'],
])('%s', (text, stamp) => {
  const entry = frameOne(appLog, text);
  expect(written(entry)).toBe(stamp);
  expect(entry?.text).toBe(text);
});
