import type { LogEntry } from '../../parsers/model/entry.ts';
import type { Extractor } from '../../parsers/records/extractor.ts';

/** True if the same machine, boot and kind of writer produced both, so that one can belong to the report of the other. */
export function sameLog(a: LogEntry, b: LogEntry): boolean {
  if (!sameBoot(a, b)) return false;
  if (a.writer !== 'user' && b.writer !== 'user') return true;
  return a.writer === b.writer && a.tag === b.tag && (a.pid === b.pid || a.pid === null || b.pid === null);
}

export const sameBoot = (a: LogEntry, b: LogEntry): boolean => a.host === b.host && a.bootId === b.bootId;

export function bothNameCallers(a: LogEntry, b: LogEntry): boolean {
  return a.caller !== null && b.caller !== null;
}

/** A line without a tag whose transport proves nothing may be a program's as well as the kernel's. */
export function mayWrite(extractor: Extractor, entry: LogEntry): boolean {
  if (extractor.writers === 'any') return true;
  if (extractor.writers === 'kernel') return entry.writer !== 'user';
  return entry.writer === 'user' || (entry.writer === 'unproved' && entry.tag === null);
}

/** Microseconds from one entry to another, by the kernel's clock or by the wall's; null where neither says. */
export function elapsedUs(from: LogEntry, to: LogEntry): number | null {
  if (from.monotonicUs !== null && to.monotonicUs !== null) return to.monotonicUs - from.monotonicUs;
  if (from.stamp && to.stamp && from.stamp.offsetMinutes === to.stamp.offsetMinutes)
    return to.stamp.civilUs - from.stamp.civilUs;
  return null;
}
