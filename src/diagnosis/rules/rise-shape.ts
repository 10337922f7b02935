import type { GrowingGroup } from '../growth/processes.ts';
import { bytesInWords } from '../quantities.ts';
import type { Point } from '../trend/point.ts';
import { describeRise, type Rise } from '../trend/rise.ts';
import type { Exhibit, Finding, Rule } from './rule.ts';
import { sampleSource } from './sample-source.ts';

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
} as const;

/** How the memory of the strongest grower rose: steadily, at once, or to a level. */
export const riseShape: Rule = {
  id: 'rise-shape',
  frames: ['shortage', 'userspace'],
  judge(exhibit) {
    const grower = exhibit.groups[0];
    const rise = grower ? describeRise(riseOf(grower, exhibit)) : null;
    if (!grower || !rise || rise.amount <= 0 || grower.gainBytes <= 0) return [];
    const name = `${grower.comm}${grower.pids.length > 1 ? ` (${grower.pids.length} processes)` : ` (pid ${grower.largest.pid})`}`;
    const from = sampleSource(
      grower.largest.points.at(-1) ?? { atUs: 0, source: { path: '', line: 0, byteStart: 0, byteEnd: 0 } },
      grower.metric,
    );
    const values = valuesOf(rise);
    const finding = (weight: Finding['weight'], claim: string): Finding => ({
      weight,
      claim: `${name} ${claim}`,
      from,
      values,
    });
    const amount = bytesInWords(rise.amount);
    const findings: Finding[] = [];
    if (rise.concentration >= thresholds.atOnce && rise.points < thresholds.pointsOfJump) {
      findings.push(
        finding('rose-between-two-samples', `gained most of its ${amount} between two of ${rise.points} samples`),
      );
    } else if (rise.concentration >= thresholds.atOnce) {
      findings.push(
        finding(
          'rose-at-once',
          `gained ${Math.round(rise.concentration * 100)} % of its ${amount} within a tenth of the time watched`,
        ),
      );
    } else if (isSteady(rise)) {
      findings.push(
        finding(
          'rose-steadily',
          `rose by ${amount} over ${rise.risingPoints} samples, and still rose in the last third`,
        ),
      );
    } else if (
      rise.risingPoints >= thresholds.pointsOfShape &&
      rise.risingShare >= thresholds.mostOfWindow &&
      rise.concentration < thresholds.atOnce
    ) {
      findings.push(
        finding(
          'rose-over-most-of-the-window',
          `rose by ${amount} over ${Math.round(rise.risingShare * 100)} % of the time watched`,
        ),
      );
    }
    if (
      rise.lastThird !== null &&
      rise.lastThird < thresholds.levelledOff &&
      rise.risingPoints >= thresholds.pointsOfTrend
    ) {
      findings.push(
        finding(
          'levelled-off',
          `had nearly stopped growing: the last third rose at ${Math.round(rise.lastThird * 100)} % of the pace of the whole`,
        ),
      );
    }
    return findings;
  },
};

/** Processes are often sampled far more rarely than the host: then the host's anonymous memory shows the shape. */
const finer = 3;

/** One process carries a group's rise, or the group rises as a whole, or the host shows it more finely than either. */
function riseOf(grower: GrowingGroup, { states, groups, incident }: Exhibit): readonly Point[] {
  const points = grower.largest.gainBytes >= grower.gainBytes * 0.6 ? grower.largest.points : grower.points;
  const gained = groups.reduce((sum, group) => sum + Math.max(0, group.gainBytes), 0);
  const speaksForHost = incident.scope !== 'memcg' && grower.gainBytes >= gained * 0.6;
  if (!speaksForHost || states.length < points.length * finer) return points;
  return states.map((state) => ({ atUs: state.atUs, value: state.parts.get('anonymous') ?? 0 }));
}

function isSteady(rise: Rise): boolean {
  return (
    rise.risingPoints >= thresholds.pointsOfTrend &&
    (rise.tau ?? 0) >= thresholds.tau &&
    rise.concentration < thresholds.concentration &&
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
