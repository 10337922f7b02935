import type { KernelRecord, RecordOf } from '../../../parsers/model/record.ts';
import { programOf } from '../growth/processes.ts';
import { bytesInWords } from '../quantities.ts';
import { type Finding, type Rule, recordSource } from './rule.ts';

/** Sizes at the kill that differ by less than this are one size. */
const oneSize = 0.1;
const leastKills = 2;
/** A life must be seen in this many samples, and rise through this share of it, to have grown slowly. */
const resolved = 0.2;
const slowShare = 0.3;

/** Kills of one program in one group, again and again: at the same size right after each start, or after growing. */
export const repeatedKills: Rule = {
  id: 'repeated-kills',
  frames: ['shortage'],
  judge({ records, groups, incident }) {
    if (incident.scope !== 'memcg') return [];
    const lives = livesOf(records);
    const last = lives.at(-1);
    if (!last || lives.length < leastKills) return [];
    const sizes = lives.map((life) => life.bytes);
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    const spread = Math.max(...sizes.map((size) => Math.abs(size - mean))) / mean;
    const apart = Math.min(...lives.slice(1).map((life, index) => life.atSeconds - (lives[index]?.atSeconds ?? 0)));
    if (spread > oneSize || !Number.isFinite(apart)) return [];
    const slow = grewSlowly(groups, last.comm, apart);
    if (slow === null) return [];
    const values = { kills: lives.length, bytes: Math.round(mean), secondsApart: Math.round(apart) };
    const finding = (weight: Finding['weight'], claim: string): Finding => ({
      weight,
      claim,
      from: recordSource(last.record),
      values,
    });
    return slow
      ? [
          finding(
            'killed-again-after-growing',
            `${last.comm} was killed ${lives.length} times, each time after growing to ${bytesInWords(mean)}`,
          ),
        ]
      : [
          finding(
            'killed-at-one-size-at-once',
            `${last.comm} was killed ${lives.length} times, at ${bytesInWords(mean)} right after each start`,
          ),
        ];
  },
};

interface Life {
  readonly record: RecordOf<'oom-kill'>;
  readonly comm: string;
  readonly bytes: number;
  readonly atSeconds: number;
}

function livesOf(records: readonly KernelRecord[]): Life[] {
  return records.flatMap((record): Life[] => {
    const victim = record.kind === 'oom-kill' && !record.groupKill ? record.victims[0] : undefined;
    if (record.kind !== 'oom-kill' || !victim || victim.anonRssBytes === null) return [];
    const atSeconds = record.monotonicSeconds ?? (record.time === null ? null : Date.parse(record.time) / 1000);
    return atSeconds === null ? [] : [{ record, comm: victim.comm, bytes: victim.anonRssBytes, atSeconds }];
  });
}

/** Whether the program took a good part of the time between two kills to grow; null where samples are too far apart to show it. */
function grewSlowly(
  groups: Parameters<Rule['judge']>[0]['groups'],
  comm: string,
  secondsApart: number,
): boolean | null {
  const points = groups.find((group) => group.program === programOf(comm))?.largest.points;
  if (!points || points.length < 2) return null;
  const gaps = points
    .slice(1)
    .map((point, index) => (point.atUs - (points[index]?.atUs ?? point.atUs)) / 1e6)
    .sort((a, b) => a - b);
  if ((gaps[Math.floor(gaps.length / 2)] ?? Number.POSITIVE_INFINITY) > secondsApart * resolved) return null;
  const last = points.at(-1)?.value ?? 0;
  const between = points.filter((point) => point.value > last * 0.2 && point.value < last * 0.9);
  const first = between[0];
  const end = between.at(-1);
  if (!first || !end) return false;
  return (end.atUs - first.atUs) / 1e6 >= secondsApart * slowShare;
}
