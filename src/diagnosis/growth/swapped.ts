import type { Exhibit } from '../rules/rule.ts';
import type { GrowingGroup } from './groups.ts';
import { swapUsed } from './settled.ts';

/** Swap in use above this share of what a process gained may hold a part of it. */
const partOfGain = 0.1;

/** Whether swap was in use and the samples of this group do not count it: what was pushed out is missing from its numbers. */
export function swapHides(
  { report, states, history }: Exhibit,
  { countsSwap, gainBytes, pids }: GrowingGroup,
): boolean {
  if (countsSwap) return false;
  const own = new Set(pids);
  const rows = report?.tasks.filter(({ pid, swapBytes }) => own.has(pid) && swapBytes !== null) ?? [];
  const inTable = rows.length === 0 ? null : rows.reduce((sum, { swapBytes }) => sum + (swapBytes ?? 0), 0);
  const atKill = inTable ?? swapUsed(report);
  const sampled = states.findLast(({ swapUsedBytes }) => swapUsedBytes !== null)?.swapUsedBytes ?? null;
  const total = history?.series.find(({ scope, metric }) => scope === 'system' && metric === 'swapTotalBytes');
  const used = atKill ?? sampled ?? (total?.points.at(-1)?.value === 0 ? 0 : null);
  return used === null || used > gainBytes * partOfGain;
}
