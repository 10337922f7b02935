import { describe, expect, test } from 'vitest';
import { pickIncident } from '../../src/cli/reading/pick-incident.ts';
import { incident } from '../views/incident-fixture.ts';

const at = (id: string, start: string | null, startMonotonicSeconds: number | null = null) => ({
  ...incident,
  id,
  start,
  startMonotonicSeconds,
});

const incidents = [
  at('a1f0', '2026-01-01T00:00:00.000000Z'),
  at('a1ff', null, 900),
  at('1234', '2026-03-01T00:00:00.000000Z'),
  at('2bcd', '2026-02-01T00:00:00.000000Z'),
];

const idOf = (reference: string) => {
  const picked = pickIncident(incidents, reference);
  return picked === null || picked === 'ambiguous' ? picked : `${picked.rank}:${picked.incident.id}`;
};

describe('pickIncident', () => {
  test.each([
    ['worst', '1:a1f0'],
    ['latest', '3:1234'],
    ['2', '2:a1ff'],
    ['#4', '4:2bcd'],
    ['2bcd', '4:2bcd'],
    ['A1FF', '2:a1ff'],
    ['123', '3:1234'],
    ['a1', 'ambiguous'],
    ['5', null],
    // Beyond the list, and the id of the third begins with it: who types a number wants no other incident.
    ['12', null],
    ['#123', null],
    ['0', null],
    ['newest', null],
    ['', null],
  ])('%s is %s', (reference, expected) => {
    expect(idOf(reference)).toBe(expected);
  });

  test('a wall clock counts as later than none; without any the kernel clock decides', () => {
    const timeless = [at('x', null, 5), at('y', null, 7), at('z', null, null)];
    expect(pickIncident(timeless, 'latest')).toMatchObject({ rank: 2 });
    expect(pickIncident([], 'latest')).toBeNull();
    expect(pickIncident([], 'worst')).toBeNull();
  });
});
