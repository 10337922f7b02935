import { expect, test } from 'vitest';
import { compare } from '../../src/alignment/kill-counters/compare-kills.ts';

const noon = Date.parse('2026-11-20T12:00:00Z') * 1000;
const span = (fromSeconds: number, toSeconds: number, kills: number) => ({
  fromUs: noon + fromSeconds * 1_000_000,
  toUs: noon + toSeconds * 1_000_000,
  kills,
});
const counted = (...steps: ReturnType<typeof span>[]) => ({ steps, fromUs: noon - 3.6e9, toUs: noon + 3.6e9 });
const around = { place: 'web01', sinceBoot: false, isLogged: () => true };

/** A kill that the log lost is the finding that nobody makes by reading the log. */
test('log and counter agree: nothing is said', () => {
  expect(compare(counted(span(0, 10, 1)), [span(4, 6, 1)], around)).toEqual([]);
  expect(compare(counted(span(0, 10, 1), span(10, 20, 2)), [span(4, 16, 3)], around)).toEqual([]);
  expect(compare(counted(), [], around)).toEqual([]);
});

test('a step without a kill in the log, with its interval', () => {
  expect(compare(counted(span(0, 10, 1), span(300, 310, 2)), [span(4, 6, 1)], around)).toEqual([
    'the kill counter rose by 2 between 2026-11-20T12:05:00Z and 2026-11-20T12:05:10Z (web01), and the log holds no kill there: 2 silent kills',
  ]);
});

test('more kills counted than logged: memcg reports are rate limited', () => {
  expect(compare(counted(span(0, 10, 40)), [span(2, 9, 28)], around)[0]).toContain('the log holds 28: 12 silent kills');
});

test('the chosen task of a group kill is printed and counted twice', () => {
  expect(compare(counted(span(0, 10, 4)), [{ ...span(4, 6, 3), printed: 4 }], around)).toEqual([]);
});

test('a time that no log covers makes no kill silent', () => {
  const [note] = compare(counted(span(0, 10, 1)), [], { ...around, isLogged: () => false });
  expect(note).toContain('a time that no log here covers');
});

test('more kills in the log than counted, but only where the counter was read before and after', () => {
  expect(compare(counted(), [span(4, 6, 3)], around)[0]).toContain('the log holds 3 kills');
  expect(compare({ ...counted(), toUs: noon + 5_000_000 }, [span(4, 6, 3)], around)).toEqual([]);
});
