import type { LogEntry } from '../../model/entry.ts';
import type { UserspaceKill, UserspaceVictim } from '../../model/records/userspace-kill.ts';
import { WHOLE } from '../blocks/one-line.ts';
import type { Draft } from '../extractor.ts';

/** The log grammar of one program that kills. */
export interface Killer {
  readonly name: UserspaceKill['killer'];
  /** Literals of which one stands in every line that `open` takes. */
  readonly openers: readonly string[];
  open(entry: LogEntry): Draft<UserspaceKill> | null;
}

/** A kill of which nothing is known yet but who did it. */
export function killBy(killer: UserspaceKill['killer'], known: Partial<UserspaceKill> = {}): UserspaceKill {
  return {
    kind: 'userspace-kill',
    ...WHOLE,
    killer,
    victims: [],
    reason: null,
    dryRun: false,
    pressurePercent: null,
    pressureLimitPercent: null,
    memUsedBytes: null,
    memTotalBytes: null,
    memAvailablePercent: null,
    swapUsedBytes: null,
    swapTotalBytes: null,
    swapFreePercent: null,
    ...known,
  };
}

/** A victim of which only this is known. */
export function victim(known: Partial<UserspaceVictim>): UserspaceVictim {
  return {
    pid: null,
    comm: null,
    uid: null,
    cgroup: null,
    pod: null,
    container: null,
    signal: null,
    rssBytes: null,
    usageBytes: null,
    oomScore: null,
    oomScoreAdj: null,
    ...known,
  };
}

const UNITS = { kB: 1024, MiB: 1024 ** 2 } as const;

/** `digits` of a unit in bytes; null where absent or above what a double holds exactly. */
export function amount(digits: string | undefined, unit: keyof typeof UNITS): number | null {
  if (digits === undefined) return null;
  const bytes = Number(digits) * UNITS[unit];
  return Number.isSafeInteger(bytes) ? bytes : null;
}

/** An integer as printed, plain bytes included; null where absent or too big for a double. */
export function integer(digits: string | undefined): number | null {
  if (digits === undefined) return null;
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value : null;
}

/** `55.12` of `55.12%`; null where absent. */
export function percent(digits: string | undefined): number | null {
  if (digits === undefined) return null;
  const value = Number(digits);
  return Number.isFinite(value) ? value : null;
}
