import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf } from '../../src/tui/app/select.ts';
import { filterOf } from '../../src/tui/filter/match.ts';
import { parseFilter } from '../../src/tui/filter/parse.ts';
import { rows, zone } from './fixture.ts';

const newestUs = Math.max(...rows.map(({ startUs }) => startUs ?? 0));

function ranks(filter: string): number[] {
  const { conditions } = parseFilter(filter);
  const context = { newestUs, instant: (text: string) => instantOf(text, zone, newestUs) };
  return rows.filter(filterOf(conditions, context)).map(({ rank }) => rank);
}

describe('filter language', () => {
  it.each([
    ['', [1, 2, 3]],
    ['kind:oom', [1, 2]],
    ['kind:hung,memcg', [2, 3]],
    ['!kind:oom', [3]],
    ['host:db*', [1]],
    ['host:*-2', [2]],
    ['host:*-2*-2', []],
    ['host:w*', [2]],
    ['host:*e*', [2]],
    ['host:d*b', []],
    ['!host:db01 !host:web-2', [3]],
    ['killed:php-fpm', [2]],
    ['killed:PHP', [2]],
    ['cause:process-leak', [1]],
    ['culprit:agentd', [1, 2]],
    ['conf:>0.9', [1]],
    ['conf:<=0.72', [2]],
    ['conf:72%', [1, 2]],
    ['!conf:>0.1', [3]],
    ['since:1h', [2]],
    ['since:2h', [1, 2]],
    ['since:13:00', [2]],
    ['since:2026-01-06', [1, 2]],
    ['since:2026-01-06T13:40:02', [2]],
    ['since:2026-01-07', []],
    ['hung jbd2', [3]],
    ['text:hung,jbd2', []],
    [':oom', []],
    ['kind:oom !text:limit', [1]],
  ])('%s', (filter, expected) => {
    expect(ranks(filter)).toEqual(expected);
    expect(parseFilter(filter).problem).toBeNull();
  });

  // What cannot mean anything is said, and the rest still filters: an empty list would look like "no incident".
  it.each([
    ['colour:red kind:oom', [1, 2], 'no field "colour"'],
    ['conf:high kind:oom', [1, 2], 'conf: takes'],
    ['since:soon', [1, 2, 3], 'since: takes'],
  ])('%s is told', (filter, expected, problem) => {
    expect(ranks(filter)).toEqual(expected);
    expect(parseFilter(filter).problem).toContain(problem);
  });

  it('takes unfinished words without hiding everything while one types', () => {
    for (const filter of ['!', 'kind:', '!host:', 'conf:', ':', 'kind:oom !'])
      expect(ranks(filter).length).toBeGreaterThan(0);
  });

  it('fails on no text at all', () => {
    fc.assert(fc.property(fc.string(), (text) => void ranks(text)));
  });
});

describe('a time that is typed', () => {
  it.each([
    ['14:02', '2026-01-06T08:32:00.000Z'],
    ['9:05:30', '2026-01-06T03:35:30.000Z'],
    ['2026-06-07', '2026-06-06T18:30:00.000Z'],
    ['2026-06-07 14:02', '2026-06-07T08:32:00.000Z'],
  ])('%s is meant on the wall clock of the zone', (text, expected) => {
    expect(new Date((instantOf(text, zone, newestUs) ?? 0) / 1000).toISOString()).toBe(expected);
  });

  it('is null where it is none', () => {
    for (const text of ['', 'x', '25', '2026-13-77', '14:02:99:1']) expect(instantOf(text, zone, newestUs)).toBeNull();
  });
});
