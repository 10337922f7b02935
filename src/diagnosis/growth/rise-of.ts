import { type MeasuredPoint, systemSeries } from '../history.ts';
import type { Exhibit } from '../rules/rule.ts';
import type { Point } from '../trend/point.ts';
import { describeRise, type Rise } from '../trend/rise.ts';
import type { GrowingGroup } from './groups.ts';
import { heldByProcesses } from './swap-gain.ts';
import { type UsedPoint, usedMemory } from './used.ts';

const thresholds = {
  /** Share of a gain by which one process stands for its group, or a group for the host. */
  carries: 0.6,
  /** With fewer points a tenth of the window is less than one step. */
  coarse: 8,
  /** The host must show a rise in this many times the points before it speaks for a process. */
  finer: 2,
  /** The host's rise must be at least this share of what the one process holds, else it is another's. */
  sameRise: 0.3,
  /** Swap in use above this share of the rise, and samples without swap do not show the rise. */
  swapped: 0.1,
  /** The sampler's last looks may have come after the kill, when the memory was free again. */
  looksAfter: 3,
  /** Who held this share of the RAM alone is what it ran out for. */
  mostOfRam: 0.5,
} as const;

/** A rise and the series that shows it. */
export interface SeriesRise {
  readonly rise: Rise;
  /** As measured; the kernel's report, where it shows the same, is the last of them. */
  readonly points: readonly MeasuredPoint[];
  /** Whose series it is: the one process that gained most, all of its program, or all processes of the host. */
  readonly whose: 'process' | 'program' | 'host';
}

/** The grower's own series, or the host's where it shows the same rise in more points: processes are often sampled more rarely. */
export function riseOf(grower: GrowingGroup, { states, groups, incident }: Exhibit): SeriesRise | null {
  const one = grower.largest.gainBytes >= grower.gainBytes * thresholds.carries;
  const ofGrower = one ? grower.largest.points : grower.points;
  const own = seriesRise(ofGrower, one ? 'process' : 'program');
  const gained = groups.reduce((sum, group) => sum + Math.max(0, group.gainBytes), 0);
  if (incident.scope === 'memcg' || grower.gainBytes < gained * thresholds.carries) return own;
  if (!isSeenBy(states, grower)) return own;
  const held = states.map((state) => ({ ...heldByProcesses(state), source: state.source }));
  // Below the level at which it is others that the host shows.
  const ofHost = seriesRise(held, 'host', above((held.at(-1)?.value ?? 0) - grower.gainBytes, held));
  if (!own || !ofHost) return own ?? ofHost;
  const ownIsCoarse = own.rise.points < thresholds.coarse && ofHost.rise.points >= thresholds.coarse;
  return ownIsCoarse || ofHost.rise.risingPoints > own.rise.risingPoints * thresholds.finer ? ofHost : own;
}

function seriesRise(
  points: readonly MeasuredPoint[],
  whose: SeriesRise['whose'],
  described: readonly Point[] = points,
): SeriesRise | null {
  const rise = describeRise(described);
  return rise && { rise, points, whose };
}

/** Whether the host's last state shows the grower's gain: what was taken behind it is in the report's table alone. */
function isSeenBy(states: Exhibit['states'], { points, gainBytes, nowBytes }: GrowingGroup): boolean {
  const lastUs = states.at(-1)?.atUs ?? Number.NEGATIVE_INFINITY;
  const then = points.findLast(({ atUs }) => atUs <= lastUs)?.value ?? 0;
  return nowBytes - then < gainBytes * (1 - thresholds.carries);
}

/** A rise of all memory in use: the last point is the kill, at which nothing was left. */
export interface UsedRise {
  readonly rise: Rise;
  readonly points: readonly Point[];
  /** The last look before, and what it was computed from. */
  readonly at: UsedPoint;
  readonly metric: string;
}

/**
 * Where no process was sampled: the rise of all memory in use, as far as it is as high as the one process that the report
 * shows to hold most. Null where no process stands out, or where the host shows another rise.
 */
export function riseOfUsed({ history, incident, report }: Exhibit): UsedRise | null {
  if (!history || incident.scope !== 'host') return null;
  const [first] = incident.consumers;
  const others = incident.consumers.reduce((sum, { bytes }) => sum + bytes, -(first?.bytes ?? 0));
  const holds = first?.largest.bytes ?? loneVictim({ history, incident })?.bytes ?? 0;
  if (holds === 0 || holds < others) return null;
  const { points, countsSwap, metric } = usedMemory(history);
  const info = report?.memInfo;
  const swapUsed = (info?.swapTotalBytes ?? 0) - (info?.swapFreeBytes ?? 0);
  if (!countsSwap && swapUsed > holds * thresholds.swapped) return null;
  const sampled = untilPeak(points, history.eventUs - history.alignmentErrorUs);
  const last = sampled.at(-1);
  if (!last) return null;
  // What was left at the last look was gone at the kill.
  const used = [...sampled, { atUs: history.eventUs, value: last.value + last.leftBytes }];
  const rise = describeRise(above((used.at(-1)?.value ?? 0) - holds, used));
  return rise && rise.amount >= holds * thresholds.sameRise ? { rise, points: used, at: last, metric } : null;
}

/** The victim, where only the line of the kill is left, and what it is measured by. */
export interface LoneVictim {
  readonly comm: string;
  readonly bytes: number;
  /** The RAM, or what of it was available at most: some samplers do not print the RAM. */
  readonly ofBytes: number;
  readonly of: 'RAM' | 'available';
}

/** Null where the victim did not hold most of what samples tell of. */
export function loneVictim({ history, incident }: Pick<Exhibit, 'history' | 'incident'>): LoneVictim | null {
  const [victim] = incident.victims;
  const bytes = victim?.anonRssBytes ?? 0;
  if (!history || !victim || bytes === 0) return null;
  const ramBytes = systemSeries(history, 'memTotalBytes')?.points.at(-1)?.value ?? null;
  if (ramBytes !== null && bytes > ramBytes) return null;
  const left = systemSeries(history, 'memAvailableBytes');
  const ofBytes = ramBytes ?? left?.points.reduce((most, { value }) => Math.max(most, value), 0) ?? 0;
  if (ofBytes === 0 || bytes < ofBytes * thresholds.mostOfRam) return null;
  return { comm: victim.comm, bytes, ofBytes, of: ramBytes === null ? 'available' : 'RAM' };
}

/** Without the looks at the end that fell behind the kill. */
function untilPeak<Look extends Point>(points: readonly Look[], surelyBeforeUs: number): readonly Look[] {
  const from = Math.max(0, points.length - thresholds.looksAfter);
  let peak = points.length - 1;
  for (let index = peak; index >= 0 && (index >= from || (points[index] as Look).atUs > surelyBeforeUs); index -= 1)
    if ((points[index] as Look).value > (points[peak] as Look).value) peak = index;
  return points.slice(0, peak + 1);
}

function above(level: number, points: readonly Point[]): Point[] {
  return points.map(({ atUs, value }) => ({ atUs, value: Math.max(0, value - level) }));
}
