import { riseOfGroup } from '../growth/cgroup-rise.ts';
import { growthIsExplained } from '../growth/explained.ts';
import type { GrowingGroup } from '../growth/groups.ts';
import { type LeadingCgroup, leadingCgroup } from '../growth/leading-cgroup.ts';
import { loneVictim, riseOf, riseOfUsed } from '../growth/rise-of.ts';
import { heldByProcesses, type SwapGain, swapGain } from '../growth/swap-gain.ts';
import { swapHides } from '../growth/swapped.ts';
import { before, systemSeries } from '../history.ts';
import { bytesInWords } from '../quantities.ts';
import { describeRise, type Rise } from '../trend/rise.ts';
import type { Exhibit, Finding, Rule } from './rule.ts';
import { lastMeasured, sampleSource } from './sample-source.ts';

/** Free of scale: shares of the rise and of the window, and numbers of points. */
const thresholds = {
  /** Fewer points in the rise cannot tell a straight line from a step. */
  pointsOfShape: 5,
  /** With fewer points a tenth of the window is less than one step. */
  pointsOfJump: 8,
  /** The steady-rise rule's operating point: few false alarms, found by simulation from this many points. */
  pointsOfTrend: 20,
  tau: 0.7,
  concentration: 0.5,
  lastThird: 0.4,
  /** A step that holds this share of the rise, or all of it within a tenth of the window, is no slope. */
  atOnce: 0.7,
  /** A process that rose for this share of the time it was watched did not jump. */
  mostOfWindow: 0.15,
  levelledOff: 0.25,
  /** Paces of neighbouring intervals within this factor are one pace; an allocation at once leaves one interval far ahead. */
  onePace: 3,
  /** Watched standing still for half as long as the rise can have taken: it did not grow all the time. */
  stoodStill: 2 / 3,
  /** Swap in use above this share of a rise may hold a part of it. */
  swapped: 0.1,
  /** Who brought less than this of what processes gained does not show how the memory was used up. */
  main: 0.4,
  /** With this share of the rise in a pause of the sampler, nobody saw how it rose. */
  unwatched: 0.5,
  /** At its level for this share of the time watched, and for so many points: it did not run out by the jump. */
  stood: 0.2,
  pointsOfLevel: 5,
} as const;

/** How the memory of the strongest grower rose: steadily, at once, or to a level. */
export const riseShape: Rule = {
  id: 'rise-shape',
  frames: ['shortage', 'userspace'],
  judge(exhibit) {
    const leading = leadingCgroup(exhibit);
    if (leading) return shapeOfCgroup(leading, exhibit);
    const inSwap = swapGain(exhibit);
    if (inSwap) return shapeInSwap(inSwap, exhibit);
    const grower = growthIsExplained(exhibit) ? exhibit.groups[0] : undefined;
    const rise = grower ? riseOf(grower, exhibit) : null;
    if (!grower || !rise) return exhibit.groups.length === 0 ? shapeOfHost(exhibit) : [];
    if (rise.amount <= 0 || grower.gainBytes <= 0 || !isMain(grower, exhibit)) return [];
    const name = `${grower.comm}${grower.pids.length > 1 ? ` (${grower.pids.length} processes)` : ` (pid ${grower.largest.pid})`}`;
    const points = grower.largest.points.length > 1 ? grower.largest.points : grower.points;
    const at = lastMeasured(points, exhibit.history?.eventUs ?? Number.POSITIVE_INFINITY);
    if (!at) return [];
    return findingsOf(rise, name, sampleSource(at, grower.metric)).filter(
      ({ weight }) => !isBentBySwap(weight) || !swapHides(exhibit, grower),
    );
  },
};

function isMain({ gainBytes }: GrowingGroup, { groups }: Exhibit): boolean {
  return gainBytes >= groups.reduce((sum, group) => sum + Math.max(0, group.gainBytes), 0) * thresholds.main;
}

/** What is pushed out to swap and back jumps and levels off in samples that do not count it. */
const isBentBySwap = (weight: Finding['weight']): boolean =>
  weight !== 'rose-steadily' && weight !== 'rose-over-most-of-the-window';

/** Without a sample of any process: how the host's memory was used up, for the one process that the report shows to hold most. */
function shapeOfHost(exhibit: Exhibit): Finding[] {
  const { history, incident } = exhibit;
  if (incident.scope === 'memcg') return shapeOfGroup(exhibit);
  const rise = riseOfUsed(exhibit);
  const series = history && (systemSeries(history, 'memAvailableBytes') ?? systemSeries(history, 'memFreeBytes'));
  const at = series ? before(series, history.eventUs).at(-1) : undefined;
  if (!rise || !series || !at) return [];
  const name = `the memory in use, most of it ${(incident.consumers[0] ?? loneVictim(exhibit))?.comm}'s,`;
  return findingsOf(rise, name, sampleSource(at, series.metric));
}

/** The sum over a cgroup, judged as that over the processes of one name; what it has in swap no counter of it shows. */
function shapeOfCgroup({ group }: LeadingCgroup, exhibit: Exhibit): Finding[] {
  const rise = describeRise(group.points);
  const at = lastMeasured(group.points, exhibit.history?.eventUs ?? Number.POSITIVE_INFINITY);
  if (!rise || !at || rise.amount <= 0) return [];
  const swaps = exhibit.states.some(({ swapUsedBytes }) => (swapUsedBytes ?? 0) > rise.amount * thresholds.swapped);
  return findingsOf(rise, group.cgroup, sampleSource(at, group.metric)).filter(
    ({ weight }) => !isBentBySwap(weight) || !swaps,
  );
}

/** What processes hold in memory and in swap together, most of which one program brought. */
function shapeInSwap({ comm }: SwapGain, { states }: Exhibit): Finding[] {
  const rise = describeRise(states.map(heldByProcesses));
  const at = states.at(-2);
  if (!rise || !at || rise.amount <= 0) return [];
  return findingsOf(
    rise,
    `the memory of processes, in swap and out of it, most of it ${comm}'s,`,
    sampleSource(at, 'swapFreeBytes'),
  );
}

function shapeOfGroup(exhibit: Exhibit): Finding[] {
  const found = riseOfGroup(exhibit);
  const at = found && before(found.series, exhibit.history?.eventUs ?? 0).at(-1);
  if (!found || !at) return [];
  const findings = findingsOf(found.rise, 'the memory of the limited group', sampleSource(at, found.series.metric));
  // Usage counts page cache, which fills a group up to its limit and makes room when somebody needs it.
  return found.series.metric === 'cgroupUsageBytes' ? findings.filter(({ weight }) => !isLevel(weight)) : findings;
}

function findingsOf(rise: Rise, name: string, from: Finding['from']): Finding[] {
  const finding = (weight: Finding['weight'], claim: string): Finding => ({
    weight,
    claim: `${name} ${claim}`,
    from,
    values: valuesOf(rise),
  });
  const shape = shapeOf(rise);
  const levelledOff =
    rise.lastThird !== null && rise.lastThird < thresholds.levelledOff && rise.risingPoints >= thresholds.pointsOfTrend;
  return [
    ...(shape ? [finding(shape, claims[shape](rise))] : []),
    ...(levelledOff
      ? [
          finding(
            'levelled-off',
            `had nearly stopped growing: the last third rose at ${Math.round((rise.lastThird ?? 0) * 100)} % of the pace of the whole`,
          ),
        ]
      : []),
  ];
}

const isLevel = (weight: Finding['weight']): boolean => weight === 'stood-at-its-level' || weight === 'levelled-off';

type Shape =
  | 'rose-steadily'
  | 'rose-over-most-of-the-window'
  | 'rose-at-an-even-pace'
  | 'rose-at-once'
  | 'stood-at-its-level'
  | 'jumped-after-standing-still'
  | 'rose-between-two-samples';

/** The one shape that the points allow; null where they are too few or fit none. */
function shapeOf(rise: Rise): Shape | null {
  if (rise.unwatched >= thresholds.unwatched) return null;
  if (isSteady(rise)) return 'rose-steadily';
  const few = rise.points < thresholds.pointsOfJump;
  if (few && rise.pace && rise.pace.fastestToSlowest <= thresholds.onePace) return 'rose-at-an-even-pace';
  if (rise.concentration >= thresholds.atOnce && !few) return stood(rise) ? 'stood-at-its-level' : 'rose-at-once';
  if (rise.concentration >= thresholds.atOnce)
    return rise.risingShare <= thresholds.stoodStill ? 'jumped-after-standing-still' : 'rose-between-two-samples';
  return rise.risingPoints >= thresholds.pointsOfShape && rise.risingShare >= thresholds.mostOfWindow
    ? 'rose-over-most-of-the-window'
    : null;
}

const stood = ({ level }: Rise): boolean => level.share >= thresholds.stood && level.points >= thresholds.pointsOfLevel;

const claims: Readonly<Record<Shape, (rise: Rise) => string>> = {
  'rose-steadily': ({ amount, risingPoints }) =>
    `rose by ${bytesInWords(amount)} over ${risingPoints} samples, and still rose in the last third`,
  'rose-over-most-of-the-window': ({ amount, risingShare }) =>
    `rose by ${bytesInWords(amount)} over ${Math.round(risingShare * 100)} % of the time watched`,
  'rose-at-an-even-pace': ({ amount, pace, points }) =>
    `rose by ${bytesInWords(amount)} at one pace through ${pace?.intervals} intervals of ${points} samples`,
  'rose-at-once': ({ amount, concentration }) =>
    `gained ${Math.round(concentration * 100)} % of its ${bytesInWords(amount)} within a tenth of the time watched`,
  'stood-at-its-level': ({ amount, level }) =>
    `had gained its ${bytesInWords(amount)} at once and then stood at that level for ${Math.round(level.share * 100)} % of the time watched`,
  'jumped-after-standing-still': ({ amount, points }) =>
    `stood still and then gained its ${bytesInWords(amount)} between two of ${points} samples`,
  'rose-between-two-samples': ({ amount, points }) =>
    `gained most of its ${bytesInWords(amount)} between two of ${points} samples`,
};

function isSteady(rise: Rise): boolean {
  return (
    rise.risingPoints >= thresholds.pointsOfTrend &&
    (rise.tau ?? 0) >= thresholds.tau &&
    rise.innerConcentration < thresholds.concentration &&
    (rise.lastThird ?? 0) > thresholds.lastThird
  );
}

function valuesOf(rise: Rise): Record<string, number> {
  const values: Record<string, number> = {
    bytes: rise.amount,
    samples: rise.risingPoints,
    seconds: Math.round((rise.to.atUs - rise.from.atUs) / 1e6),
    concentration: Number(rise.concentration.toPrecision(3)),
  };
  if (rise.tau !== null) values['tau'] = Number(rise.tau.toPrecision(3));
  if (rise.lastThird !== null) values['lastThird'] = Number(rise.lastThird.toPrecision(3));
  if (rise.perSecond !== null) values['bytesPerSecond'] = Math.round(rise.perSecond);
  return values;
}
