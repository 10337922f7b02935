import { riseOfGroup } from '../growth/cgroup-rise.ts';
import { growthIsExplained } from '../growth/explained.ts';
import type { GrowingGroup } from '../growth/groups.ts';
import { type LeadingCgroup, leadingCgroup } from '../growth/leading-cgroup.ts';
import { loneVictim, riseOf, riseOfUsed, type SeriesRise } from '../growth/rise-of.ts';
import { heldByProcesses, type SwapGain, swapGain } from '../growth/swap-gain.ts';
import { swapHides } from '../growth/swapped.ts';
import { bytesInWords } from '../quantities.ts';
import type { Point } from '../trend/point.ts';
import { describeRise, type Rise } from '../trend/rise.ts';
import type { Exhibit, Finding, Rule } from './rule.ts';
import {
  isReports,
  lastSource,
  ofGrowingCgroup,
  ofLargest,
  ofProgram,
  ofSeries,
  sampleSource,
  theHost,
} from './sample-source.ts';

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
    const found = grower ? riseOf(grower, exhibit) : null;
    if (!grower || !found) return exhibit.groups.length === 0 ? shapeOfHost(exhibit) : [];
    if (found.rise.amount <= 0 || grower.gainBytes <= 0 || !isMain(grower, exhibit)) return [];
    return findingsOf(witnessOf(found, grower, exhibit)).filter(
      ({ weight }) => !isBentBySwap(weight) || !swapHides(exhibit, grower),
    );
  },
};

/** A rise with whose it is and what shows it, which the claim has to name. */
interface Witness {
  readonly rise: Rise;
  /** The subject of the claim. */
  readonly name: string;
  /** What the rise is described by: the series, and behind it what is known of the end. */
  readonly points: readonly Point[];
  /** What the last point is, where it is no sample. */
  readonly closing: "the kernel's report" | 'the kill' | null;
  /** Only the last part of a longer rise is described. */
  readonly lastPart?: boolean;
  readonly from: Finding['from'];
}

function witnessOf({ rise, points, whose }: SeriesRise, grower: GrowingGroup, exhibit: Exhibit): Witness {
  const { comm, pids, largest, metric } = grower;
  const many = pids.length > 1;
  const pid = `pid ${largest.pid}${many ? `, of ${pids.length} processes` : ''}`;
  const swaps = exhibit.states.some(({ swapUsedBytes }) => (swapUsedBytes ?? 0) > 0);
  const names = {
    process: `${comm} (${pid})`,
    program: `${comm} (${many ? `${pids.length} processes` : pid})`,
    host: `the anonymous memory of all processes${swaps ? ', in swap and out of it' : ''}, most of the gain ${comm}'s (${many ? `${pids.length} processes` : pid}),`,
  };
  const thing = { process: ofLargest(grower), program: ofProgram(grower), host: exhibit.states[0]?.thing ?? theHost };
  const last = points.at(-1);
  return {
    rise,
    name: names[whose],
    points,
    closing: last && isReports(last, exhibit.report) ? "the kernel's report" : null,
    lastPart: whose === 'host',
    // A rise has two points at least, so that there is a last one.
    from: lastSource(exhibit, points, whose === 'host' ? 'anonymous' : metric, thing[whose]) as Finding['from'],
  };
}

function isMain({ gainBytes }: GrowingGroup, { groups }: Exhibit): boolean {
  return gainBytes >= groups.reduce((sum, group) => sum + Math.max(0, group.gainBytes), 0) * thresholds.main;
}

/** What is pushed out to swap and back jumps and levels off in samples that do not count it. */
const isBentBySwap = (weight: Finding['weight']): boolean =>
  weight !== 'rose-steadily' && weight !== 'rose-over-most-of-the-window';

/** Without a sample of any process: how the host's memory was used up, for the one process that the report shows to hold most. */
function shapeOfHost(exhibit: Exhibit): Finding[] {
  if (exhibit.incident.scope === 'memcg') return shapeOfGroup(exhibit);
  const used = riseOfUsed(exhibit);
  if (!used) return [];
  const comm = (exhibit.incident.consumers[0] ?? loneVictim(exhibit))?.comm;
  return findingsOf({
    ...used,
    name: `the memory in use, most of it ${comm}'s,`,
    closing: 'the kill',
    lastPart: true,
    from: sampleSource(used.at, used.metric, theHost),
  });
}

/** The sum over a cgroup, judged as that over the processes of one name; what it has in swap no counter of it shows. */
function shapeOfCgroup({ group }: LeadingCgroup, exhibit: Exhibit): Finding[] {
  const { points, cgroup, metric, basis } = group;
  const rise = describeRise(points);
  const from = lastSource(exhibit, points, metric, ofGrowingCgroup(group));
  if (!rise || !from || rise.amount <= 0) return [];
  const swaps = exhibit.states.some(({ swapUsedBytes }) => (swapUsedBytes ?? 0) > rise.amount * thresholds.swapped);
  const last = points.at(-1);
  const closing = last && isReports(last, exhibit.report) ? "the kernel's report" : null;
  const name = basis === 'counter' ? cgroup : `the processes in ${cgroup} together`;
  return findingsOf({ rise, name, points, closing, from }).filter(({ weight }) => !isBentBySwap(weight) || !swaps);
}

/** What processes hold in memory and in swap together, most of which one program brought. */
function shapeInSwap({ comm }: SwapGain, exhibit: Exhibit): Finding[] {
  const { states, report } = exhibit;
  const points = states.map(heldByProcesses);
  const rise = describeRise(points);
  const last = states.at(-1);
  const at = states.findLast((state) => !isReports(state, report));
  if (!rise || !at || !last || rise.amount <= 0) return [];
  return findingsOf({
    rise,
    points,
    closing: isReports(last, report) ? "the kernel's report" : null,
    name: `the memory of processes, in swap and out of it, most of it ${comm}'s,`,
    from: sampleSource(at, 'swapFreeBytes', theHost),
  });
}

function shapeOfGroup(exhibit: Exhibit): Finding[] {
  const found = riseOfGroup(exhibit);
  const at = found?.points.at(-1);
  if (!found || !at) return [];
  const { rise, series, points, withReport } = found;
  const findings = findingsOf({
    rise,
    points: withReport ? [...points, rise.to] : points,
    closing: withReport ? "the kernel's report" : null,
    name: 'the memory of the limited group',
    from: sampleSource(at, series.metric, ofSeries(series)),
  });
  // Usage counts page cache, which fills a group up to its limit and makes room when somebody needs it.
  return series.metric === 'cgroupUsageBytes' ? findings.filter(({ weight }) => !isLevel(weight)) : findings;
}

function findingsOf(witness: Witness): Finding[] {
  const { rise, name, from } = witness;
  const finding = (weight: Finding['weight'], claim: string): Finding => ({
    weight,
    claim: `${name} ${claim}`,
    from,
    values: valuesOf(witness),
  });
  const shape = shapeOf(rise);
  const levelledOff =
    rise.lastThird !== null && rise.lastThird < thresholds.levelledOff && rise.risingPoints >= thresholds.pointsOfTrend;
  return [
    ...(shape ? [finding(shape, claims[shape](witness))] : []),
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

const claims: Readonly<Record<Shape, (witness: Witness) => string>> = {
  'rose-steadily': (witness) =>
    `rose by ${gained(witness)} over ${looks(witness, witness.rise.risingPoints)}, and still rose in the last third`,
  'rose-over-most-of-the-window': (witness) =>
    `rose by ${gained(witness)} over ${Math.round(witness.rise.risingShare * 100)} % of the time watched`,
  'rose-at-an-even-pace': (witness) =>
    `rose by ${amount(witness)} at one pace through ${witness.rise.pace?.intervals} intervals of ${looks(witness)}`,
  'rose-at-once': (witness) =>
    `gained ${Math.round(witness.rise.concentration * 100)} % of its ${amount(witness)} within a tenth of the time watched`,
  'stood-at-its-level': (witness) =>
    `had gained its ${amount(witness)} at once and then stood at that level for ${Math.round(witness.rise.level.share * 100)} % of the time watched`,
  'jumped-after-standing-still': (witness) =>
    `stood still and then gained its ${amount(witness)} between two of ${looks(witness)}`,
  'rose-between-two-samples': (witness) => `gained most of its ${amount(witness)} between two of ${looks(witness)}`,
};

/** From the first point of the rise to its last, as whoever looks them up finds it. */
const gainedBytes = ({ rise, points }: Witness): number =>
  (points.at(-1) ?? rise.to).value - (points.find(({ atUs }) => atUs === rise.from.atUs) ?? rise.from).value;
const gained = (witness: Witness): string => bytesInWords(gainedBytes(witness));
const amount = ({ rise, lastPart }: Witness): string => `${lastPart ? 'last ' : ''}${bytesInWords(rise.amount)}`;

/** `28 samples and the kernel's report`. */
const looks = ({ rise, closing }: Witness, all: number = rise.points): string =>
  closing === null ? `${all} samples` : `${all - 1} ${all === 2 ? 'sample' : 'samples'} and ${closing}`;

function isSteady(rise: Rise): boolean {
  return (
    rise.risingPoints >= thresholds.pointsOfTrend &&
    (rise.tau ?? 0) >= thresholds.tau &&
    rise.innerConcentration < thresholds.concentration &&
    (rise.lastThird ?? 0) > thresholds.lastThird
  );
}

function valuesOf(witness: Witness): Record<string, number> {
  const { rise, closing } = witness;
  const values: Record<string, number> = {
    bytes: rise.amount,
    gainedBytes: gainedBytes(witness),
    samples: rise.risingPoints - (closing === null ? 0 : 1),
    seconds: Math.round((rise.to.atUs - rise.from.atUs) / 1e6),
    concentration: Number(rise.concentration.toPrecision(3)),
  };
  if (rise.tau !== null) values['tau'] = Number(rise.tau.toPrecision(3));
  if (rise.lastThird !== null) values['lastThird'] = Number(rise.lastThird.toPrecision(3));
  if (rise.perSecond !== null) values['bytesPerSecond'] = Math.round(rise.perSecond);
  return values;
}
