import { expect, test } from 'vitest';
import type { Incident } from '../../src/diagnosis/analysis.ts';
import { listed } from '../../src/diagnosis/shelf.ts';
import { inPeriod } from '../../src/examination/in-period.ts';
import { incident } from '../views/incident-fixture.ts';

const at = (clock: string): string => `2026-01-06T${clock}:00.000000Z`;
const us = (clock: string): number => Date.parse(at(clock)) * 1000;

const incidents: readonly Incident[] = [
  { ...incident, id: 'morning', start: at('08:00'), end: at('08:10') },
  { ...incident, id: 'open end', start: at('10:00'), end: null },
  { ...incident, id: 'no clock', start: null, end: null },
];

// What overlaps the period belongs to it; silence about the time is no reason to leave an incident out.
test.each<[string, { sinceUs?: number; untilUs?: number }, readonly string[]]>([
  ['no bounds', {}, ['morning', 'open end', 'no clock']],
  ['a begin within an incident', { sinceUs: us('08:05') }, ['morning', 'open end', 'no clock']],
  ['a begin at the end of one', { sinceUs: us('08:10') }, ['morning', 'open end', 'no clock']],
  ['a begin after it', { sinceUs: us('08:11') }, ['open end', 'no clock']],
  ['a begin after all', { sinceUs: us('10:01') }, ['no clock']],
  ['an end within one', { untilUs: us('08:05') }, ['morning', 'no clock']],
  ['an end before all', { untilUs: us('07:59') }, ['no clock']],
  ['an end at the begin of one', { untilUs: us('10:00') }, ['morning', 'open end', 'no clock']],
  ['both', { sinceUs: us('09:00'), untilUs: us('11:00') }, ['open end', 'no clock']],
])('%s', (_, { sinceUs = null, untilUs = null }, ids) => {
  const all = listed({ at: (place) => incidents[place] as Incident }, [0, 1, 2]);
  expect([...inPeriod(all, { sinceUs, untilUs })].map(({ id }) => id)).toEqual(ids);
});
