import { processHistories } from '../../growth/processes.ts';
import type { Exhibit } from '../../rules/rule.ts';
import type { Point } from '../../trend/point.ts';
import { confidences, processNamed, type Who } from './who.ts';

/** Between these shares of its rise locked memory is rising; whoever brought most of the gain in that time locked it. */
const thresholds = { from: 0.1, to: 0.9, most: 0.6 } as const;

/** Whose memory rose while locked memory did: samples rarely show who locked it. */
export function risenWithLocked({ states, history }: Exhibit): Who | null {
  if (!history) return null;
  const locked = states.map(({ atUs, parts }) => ({ atUs, value: parts.get('locked') ?? 0 }));
  const values = locked.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const from = locked.findLast(({ value }) => value <= low + (high - low) * thresholds.from);
  const to = locked.find(({ value }) => value >= low + (high - low) * thresholds.to);
  if (!from || !to || from.atUs >= to.atUs) return null;
  const gains = processHistories(history)
    .map((process) => ({ process, gainBytes: gainBetween(process.points, from.atUs, to.atUs) }))
    .filter(({ gainBytes }) => gainBytes > 0)
    .sort((a, b) => b.gainBytes - a.gainBytes);
  const [first] = gains;
  const sum = gains.reduce((total, { gainBytes }) => total + gainBytes, 0);
  if (!first || first.gainBytes < sum * thresholds.most) return null;
  const { pid, comm, cgroup, points } = first.process;
  return processNamed({ comm, pid, cgroup, bytes: points.at(-1)?.value ?? null }, confidences.byTable);
}

/** From the last look before a time to the first look after another. */
function gainBetween(points: readonly Point[], fromUs: number, toUs: number): number {
  const before = points.findLast(({ atUs }) => atUs <= fromUs)?.value ?? 0;
  const after = (points.find(({ atUs }) => atUs >= toUs) ?? points.at(-1))?.value ?? 0;
  return after - before;
}
