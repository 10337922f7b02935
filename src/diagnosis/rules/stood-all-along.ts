import type { GrowingGroup } from '../growth/groups.ts';
import { floorOf } from '../trend/floor.ts';
import { mannKendall } from '../trend/mann-kendall.ts';
import { spanInWords } from '../verdict/span.ts';
import type { Exhibit, Rule } from './rule.ts';
import { ofProgram, pointSource } from './sample-source.ts';

const thresholds = {
  looks: 10,
  /** What processes held in the end, they held to this share at the first look. */
  stood: 0.9,
  /** What nobody sampled before the report may not be more than this of all. */
  unsampled: 0.1,
  /** The processes sampled must be this share of what the report counts as theirs. */
  covered: 0.6,
  /** A slow leak watched for a small part of its time: one program brings most of the little, and goes up all the time. */
  oneProgram: 0.6,
  steadily: 0.7,
} as const;

const floorBins = 60;

/** Memory that was as full at the first look as at the last: nobody grew, there is less of it than what runs here needs. */
export const stoodAllAlong: Rule = {
  id: 'stood-all-along',
  frames: ['shortage'],
  judge(exhibit) {
    const { groups, parts, history, states } = exhibit;
    const sampled = groups.filter(({ points }) => points.length > 1);
    const [first] = sampled;
    if (!history || !first || sampled.every(({ points }) => points.length < thresholds.looks)) return [];
    const startUs = sampled.reduce((least, { points }) => Math.min(least, points[0]?.atUs ?? least), history.eventUs);
    const then = sum(sampled, ({ points }) => (points[0]?.atUs === startUs ? points[0].value : 0));
    const now = sum(sampled, ({ nowBytes }) => nowBytes);
    const unsampled = sum(groups, ({ nowBytes }) => nowBytes) - now;
    const there = sampled.find(({ points }) => points[0]?.atUs === startUs);
    const at = there?.points[0];
    if (!there || !at || now < (parts?.get('anonymous') ?? Number.POSITIVE_INFINITY) * thresholds.covered) return [];
    if (wentToSwap(states) > now * (1 - thresholds.stood)) return [];
    if (then < now * thresholds.stood || unsampled > now * thresholds.unsampled || creeps(sampled)) return [];
    return [
      {
        weight: 'stood-all-along',
        claim: `the processes sampled held ${Math.floor((100 * then) / now)} % of it already ${spanInWords(history.eventUs - startUs)} before`,
        from: pointSource(exhibit, at, there.metric, ofProgram(there)),
        values: { thenBytes: then, nowBytes: now, seconds: Math.round((history.eventUs - startUs) / 1e6) },
      },
    ];
  },
};

/** What was pushed out over the time watched, and makes room for growth that samples of processes do not show. */
function wentToSwap(states: Exhibit['states']): number {
  const inSwap = states.flatMap(({ swapUsedBytes }) => swapUsedBytes ?? []);
  return (inSwap.at(-1) ?? 0) - Math.min(...inSwap, inSwap.at(-1) ?? 0);
}

function creeps(groups: readonly GrowingGroup[]): boolean {
  const gained = groups.filter(({ gainBytes }) => gainBytes > 0);
  const [first] = gained;
  if (!first || first.gainBytes < sum(gained, ({ gainBytes }) => gainBytes) * thresholds.oneProgram) return false;
  return (mannKendall(floorOf(first.points, floorBins))?.tau ?? 0) >= thresholds.steadily;
}

const sum = (groups: readonly GrowingGroup[], of: (group: GrowingGroup) => number): number =>
  groups.reduce((total, group) => total + of(group), 0);
