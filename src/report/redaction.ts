import { learnPath, type Redactor } from '../redaction/index.ts';
import type { Timeline } from '../store/timeline.ts';
import type { AnalysisList } from '../views/view.ts';

/**
 * Teaches a redactor every name on a timeline before the first line is written: a name may stand in the text of one record
 * and be told by another.
 */
export async function learnTimeline(
  redactor: Redactor,
  timeline: Timeline,
  { coverage, incidents }: AnalysisList,
): Promise<void> {
  for (const { hosts } of coverage) for (const host of hosts) redactor.learn('host', host);
  for await (const { record } of timeline.records()) redactor.learnRecord(record);
  for await (const { series } of timeline.series()) {
    redactor.learn('host', series.host);
    redactor.learn('program', series.comm);
    learnPath(series.cgroup, redactor.learn);
  }
  for (const { workload } of incidents) {
    redactor.learn('unit', workload?.unit?.replace(/\.(service|scope|slice|mount)$/, ''));
  }
}

/** `pod shop/cart-x2x1p`, `container cart`: names that a manager gives, and no record. */
export function learnStarted(redactor: Redactor, name: string): void {
  const [, kind, named = ''] = /^(pod|container) (.+)$/.exec(name) ?? [];
  for (const part of named.split('/')) redactor.learn(kind === 'pod' ? 'pod' : 'container', part);
}
