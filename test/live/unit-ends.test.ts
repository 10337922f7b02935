import { expect, test } from 'vitest';
import type { KernelRecord } from '../../parsers/model/record.ts';
import { createUnitEnds } from '../../src/live/unit-ends.ts';

const startMs = Date.UTC(2026, 10, 20, 3);

type Line = readonly ['notice' | 'signal' | 'result', number, string?];

function recordOf([what, second, unit = 'web.service']: Line): KernelRecord {
  const kind = what === 'signal' ? 'unit-signal-kill' : 'unit-oom';
  const time = new Date(startMs + second * 1000).toISOString();
  const result = what === 'notice' ? 'oom-notice' : 'oom-kill';
  return { kind, host: 'web1', manager: 'systemd', unit, pod: null, container: null, time, result } as KernelRecord;
}

/** At night one kill is one page: systemd's three lines of it are told as one, and every further kill as another. */
test.each<[string, Line[], number[]]>([
  [
    'all three',
    [
      ['notice', 0],
      ['signal', 0],
      ['result', 0],
    ],
    [0],
  ],
  [
    'the result after what is left was stopped',
    [
      ['notice', 0],
      ['signal', 91],
      ['result', 92],
    ],
    [0],
  ],
  [
    'a worker each second, the unit goes on',
    [
      ['notice', 0],
      ['notice', 1],
      ['notice', 2],
    ],
    [0, 1, 2],
  ],
  [
    'killed, started again, killed',
    [
      ['notice', 0],
      ['result', 0],
      ['notice', 2],
      ['result', 2],
    ],
    [0, 2],
  ],
  [
    'without a notice, as before systemd 247',
    [
      ['signal', 0],
      ['result', 0],
    ],
    [0, 1],
  ],
  [
    'a kill that the OOM killer had no part in',
    [
      ['signal', 0],
      ['signal', 300],
    ],
    [0, 1],
  ],
  [
    'two units',
    [
      ['notice', 0],
      ['notice', 0, 'db.service'],
      ['result', 0],
      ['result', 0, 'db.service'],
    ],
    [0, 1],
  ],
  [
    'the next one by hand',
    [
      ['notice', 0],
      ['result', 0],
      ['signal', 30],
    ],
    [0, 2],
  ],
  [
    'a cgroup that is killed whole, and its slice',
    [
      ['notice', 0],
      ['notice', 0.06],
      ['notice', 0.08, 'system.slice'],
      ['result', 1],
    ],
    [0],
  ],
  ['a slice alone', [['notice', 0, 'batch.slice']], [0]],
])('%s', (_name, lines, news) => {
  const ends = createUnitEnds(() => startMs);
  const told = lines.flatMap((line, index) => (ends.isNews(recordOf(line)) ? [index] : []));
  expect(told).toEqual(news);
});
