import type { HugepageInfo, NodeInfo } from '../../model/records/mem-info.ts';
import { readAmounts } from './amounts.ts';

/** A node line as read. */
export interface NodeRead {
  readonly info: NodeInfo;
  /** How many amounts the line held. */
  readonly amounts: number;
  /** The line breaks off. */
  readonly damaged: boolean;
}

/** The amounts of `Node 0 active_anon:283388kB ... all_unreclaimable? yes` (4.9 and later). Null if the text is no such line. */
export function parseNodeAmounts(node: number, text: string, from: number): NodeRead | null {
  const counters: Record<string, number> = {};
  const { allUnreclaimable, count, clean } = readAmounts(text, from, counters, true);
  return count === 0 ? null : { info: { node, counters, allUnreclaimable }, amounts: count, damaged: !clean };
}

const HUGEPAGES = /hugepages_total=(\d+) hugepages_free=(\d+) hugepages_surp=(\d+) hugepages_size=(\d+)kB/;

/** `Node 0 hugepages_total=0 hugepages_free=0 hugepages_surp=0 hugepages_size=2048kB`, one line a node and page size. */
export function parseHugepages(node: number, text: string): HugepageInfo | null {
  const match = HUGEPAGES.exec(text);
  if (match === null) return null;
  const [total, free, surplus, size] = match.slice(1).map(Number) as [number, number, number, number];
  const pageBytes = size * 1024;
  if (![total, free, surplus, pageBytes].every(Number.isSafeInteger)) return null;
  return { node, total, free, surplus, pageBytes };
}
