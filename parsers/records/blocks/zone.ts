import type { BuddyOrder, ZoneInfo } from '../../model/records/mem-info.ts';
import { readAmounts } from './amounts.ts';
import { digits, skipDigits, skipSpaces } from './numbers.ts';

/** Everything of one zone, while its three lines (amounts, lowmem_reserve, buddy) come in. */
export interface ZoneDraft {
  readonly node: number | null;
  readonly name: string;
  readonly counters: Record<string, number>;
  allUnreclaimable: boolean | null;
  lowmemReservePages: number[] | null;
  buddy: readonly BuddyOrder[] | null;
  /** How many amounts its line held; null until that line was seen. */
  amounts: number | null;
  /** Its buddy line was seen, readable or not. */
  buddySeen: boolean;
  /** Its buddy list was put together. */
  inPieces: boolean;
  /** Its line breaks off or has lost a piece. */
  damaged: boolean;
}

export const zoneDraft = (node: number | null, name: string): ZoneDraft => ({
  node,
  name,
  counters: {},
  allUnreclaimable: null,
  lowmemReservePages: null,
  buddy: null,
  amounts: null,
  buddySeen: false,
  inPieces: false,
  damaged: false,
});

/** Reads the amounts of `Node 1 DMA32 free:936kB boost:2048kB min:2988kB ...` from the character behind the zone's name. */
export function readZoneAmounts(zone: ZoneDraft, text: string, from: number): void {
  const { allUnreclaimable, count, clean } = readAmounts(text, from, zone.counters, true);
  zone.allUnreclaimable = allUnreclaimable;
  zone.amounts = count;
  zone.damaged ||= !clean;
}

/** The numbers behind `lowmem_reserve[]:`, in pages. Null if one of them is none. */
export function parseLowmemReserve(text: string, from: number): number[] | null {
  const pages: number[] = [];
  for (let at = skipSpaces(text, from); at < text.length; ) {
    const end = skipDigits(text, at);
    const value = digits(text, at, end);
    if (value === null || pages.length === 64) return null;
    pages.push(value);
    at = skipSpaces(text, end);
  }
  return pages.length > 0 ? pages : null;
}

export function zoneInfo(zone: ZoneDraft): ZoneInfo {
  const amount = (key: string): number | null => zone.counters[key] ?? null;
  return {
    node: zone.node,
    name: zone.name,
    freeBytes: amount('free'),
    boostBytes: amount('boost'),
    minBytes: amount('min'),
    lowBytes: amount('low'),
    highBytes: amount('high'),
    reservedHighatomicBytes: amount('reserved_highatomic'),
    freeHighatomicBytes: amount('free_highatomic'),
    presentBytes: amount('present'),
    managedBytes: amount('managed'),
    mlockedBytes: amount('mlocked'),
    freePcpBytes: amount('free_pcp'),
    freeCmaBytes: amount('free_cma'),
    allUnreclaimable: zone.allUnreclaimable,
    counters: zone.counters,
    lowmemReservePages: zone.lowmemReservePages,
    buddy: zone.buddy,
  };
}
