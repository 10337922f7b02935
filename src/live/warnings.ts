import { formatBytes, formatSpan } from '../views/quantities.ts';
import type { MemoryNow, WarningLevel } from './live-state.ts';

export interface WarningChange {
  readonly level: WarningLevel;
  readonly text: string;
}

/** Warns before the kill, and does not warn again because a number wavers around a line. */
export interface EarlyWarning {
  readonly level: WarningLevel;
  /** The change that this measurement makes, null for none. */
  look(memory: MemoryNow): WarningChange | null;
}

/** A level is left only where memory is better by a quarter than where it was entered, for so long. */
const calmForMs = 30_000;
const lines = {
  low: { availableShare: 0.2, leaveShare: 0.25, psiSome: 10, exhaustionSeconds: 600 },
  critical: { availableShare: 0.1, leaveShare: 0.125, psiFull: 10, exhaustionSeconds: 60 },
} as const;

export function createEarlyWarning(): EarlyWarning {
  let level: WarningLevel = 'clear';
  let betterSinceMs: number | null = null;

  return {
    get level() {
      return level;
    },
    look(memory) {
      const reached = levelOf(memory, level);
      if (rank(reached) > rank(level)) {
        level = reached;
        betterSinceMs = null;
        return { level, text: sentence(level, memory) };
      }
      if (rank(reached) === rank(level)) {
        betterSinceMs = null;
        return null;
      }
      betterSinceMs ??= memory.atMs;
      if (memory.atMs - betterSinceMs < calmForMs) return null;
      level = reached;
      betterSinceMs = null;
      return { level, text: sentence(level, memory) };
    },
  };
}

const rank = (level: WarningLevel): number => ['clear', 'low', 'critical'].indexOf(level);

/** The level that these numbers stand for, to somebody who is at `now`: leaving takes more than not entering. */
function levelOf(memory: MemoryNow, now: WarningLevel): WarningLevel {
  const share = memory.availableBytes / memory.totalBytes;
  // With half the memory left a slope is a burst until it has gone on for a while.
  const soon = share < 0.5 ? (memory.exhaustionSeconds?.least ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
  const full = memory.psiFullPercent ?? 0;
  const some = memory.psiSomePercent ?? 0;
  const swapGone = memory.swapTotalBytes > 0 && memory.swapFreeBytes < memory.swapTotalBytes * 0.05;
  const critical = now === 'critical' ? lines.critical.leaveShare : lines.critical.availableShare;
  const low = now === 'clear' ? lines.low.availableShare : lines.low.leaveShare;
  if (share < critical || full > lines.critical.psiFull || soon < lines.critical.exhaustionSeconds) return 'critical';
  if (swapGone && share < low) return 'critical';
  if (share < low || some > lines.low.psiSome || soon < lines.low.exhaustionSeconds) return 'low';
  return 'clear';
}

function sentence(level: WarningLevel, memory: MemoryNow): string {
  const share = `${Math.round((memory.availableBytes / memory.totalBytes) * 100)} %`;
  const parts = [`${formatBytes(memory.availableBytes)} available (${share})`];
  if (memory.swapTotalBytes > 0) parts.push(`${formatBytes(memory.swapFreeBytes)} of swap free`);
  if ((memory.psiSomePercent ?? 0) >= 1) {
    parts.push(`tasks wait for memory ${Math.round(memory.psiSomePercent ?? 0)} % of the time`);
  }
  const left = level === 'clear' ? null : exhaustionText(memory);
  if (left !== null) parts.push(left);
  const head = level === 'clear' ? 'memory is back' : level === 'low' ? 'memory gets low' : 'memory runs out';
  return `${head}: ${parts.join(', ')}`;
}

/** A range, since a slope is no promise; null where nothing says that memory will be used up. */
export function exhaustionText({ exhaustionSeconds }: MemoryNow): string | null {
  if (exhaustionSeconds === null) return null;
  const { least, most } = exhaustionSeconds;
  if (least > 3600) return null;
  if (most === null || most > least * 10) return `used up in ${formatSpan(Math.round(least))} at the earliest`;
  return `used up in ${formatSpan(Math.round(least))} to ${formatSpan(Math.round(most))} if it goes on so`;
}
