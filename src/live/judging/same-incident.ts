import { createHash } from 'node:crypto';
import type { Incident } from '../../diagnosis/analysis.ts';

/** Two that began so far apart are two, though their first records say the same. */
const sameStartMs = 60_000;

/**
 * Whether these are one incident, seen twice. Ids alone do not say it: they are made of what the first record says, and the same
 * task that fails the same way an hour later says the same. Records alone do not either: a fuller version has another id.
 */
export function isSame(a: Incident, b: Incident): boolean {
  const records = new Set(a.records);
  if (b.records.some((id) => records.has(id))) return true;
  if (a.id !== b.id || a.host !== b.host || a.bootId !== b.bootId) return false;
  return a.start === b.start || Math.abs(startMsOf(a) - startMsOf(b)) <= sameStartMs;
}

/** For one whose id another has that is not the same. */
export function anotherId(incident: Incident): Incident {
  const { id, host, bootId, start } = incident;
  const text = JSON.stringify([id, host, bootId, start]);
  return { ...incident, id: createHash('sha256').update(text).digest('hex').slice(0, id.length) };
}

/** Not a number where nobody knows when it began. */
export const startMsOf = ({ start }: Incident): number => (start === null ? Number.NaN : Date.parse(start));
export const endMsOf = ({ end }: Incident): number => (end === null ? Number.NaN : Date.parse(end));
