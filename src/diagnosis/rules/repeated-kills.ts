import type { KernelRecord, RecordOf } from '../../../parsers/model/record.ts';
import { type ProcessHistory, processHistories } from '../growth/processes.ts';
import { programOf } from '../growth/program.ts';
import type { MemoryHistory } from '../history.ts';
import { bytesInWords } from '../quantities.ts';
import { type Finding, type Rule, recordSource } from './rule.ts';
import type { WeightId } from './weights.ts';

const thresholds = {
  /** Sizes at the kill that differ by less than this are one size. Under one limit that is no news: it is a condition only. */
  oneSize: 0.1,
  leastKills: 2,
  /** A loop that nobody sampled closely enough speaks, a little, from this many turns on. */
  leastTurns: 4,
  /** A life shorter than this many samples cannot be told from a step. */
  samplesOfLife: 5,
  /** Between these shares of its last size a program is growing, and not starting or full. */
  growingFrom: 0.2,
  growingTo: 0.9,
} as const;

/** Kills of one program in one group, again and again: after growing each time, or at the limit right after each start. */
export const repeatedKills: Rule = {
  id: 'repeated-kills',
  frames: ['shortage'],
  judge({ records, history, incident }) {
    if (incident.scope !== 'memcg') return [];
    const lives = livesOf(records);
    const last = lives.at(-1);
    if (!last || lives.length < thresholds.leastKills) return [];
    const sizes = lives.map((life) => life.bytes);
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    const spread = Math.max(...sizes.map((size) => Math.abs(size - mean))) / mean;
    const apart = Math.min(...lives.slice(1).map((life, index) => life.atSeconds - (lives[index]?.atSeconds ?? 0)));
    if (spread > thresholds.oneSize || !Number.isFinite(apart) || apart <= 0) return [];
    const seen = history ? growthInLives(lives, history, apart) : 'unseen';
    if (seen === 'unseen' && lives.length < thresholds.leastTurns) return [];
    const { weight, claim } = words[seen];
    return [
      {
        weight,
        claim: `${last.comm} was killed ${lives.length} times at ${bytesInWords(mean)}, ${claim}`,
        from: recordSource(last.record),
        values: { kills: lives.length, bytes: Math.round(mean), secondsApart: Number(apart.toPrecision(3)) },
      } satisfies Finding,
    ];
  },
};

type Seen = 'grew' | 'at-once' | 'unseen';

const words: Readonly<Record<Seen, { readonly weight: WeightId; readonly claim: string }>> = {
  grew: { weight: 'killed-again-after-growing', claim: 'each time after growing through several samples' },
  'at-once': { weight: 'killed-at-one-size-at-once', claim: 'each time right after its start' },
  unseen: {
    weight: 'killed-again-too-soon-to-see',
    claim: 'too soon after each start for samples to show how it grew',
  },
};

interface Life {
  readonly record: RecordOf<'oom-kill'>;
  readonly pid: number;
  readonly comm: string;
  readonly bytes: number;
  readonly atSeconds: number;
}

/** One kill after the other of the program killed last; whoever ran beside an earlier victim is no next life of it. */
function livesOf(records: readonly KernelRecord[]): Life[] {
  const lives = records.flatMap((record): Life[] => {
    const victim = record.kind === 'oom-kill' && !record.groupKill ? record.victims[0] : undefined;
    if (record.kind !== 'oom-kill' || !victim || victim.anonRssBytes === null) return [];
    const atSeconds = record.monotonicSeconds ?? (record.time === null ? null : Date.parse(record.time) / 1000);
    const { pid, comm, anonRssBytes: bytes } = victim;
    return atSeconds === null ? [] : [{ record, pid, comm, bytes, atSeconds }];
  });
  const program = programOf(lives.at(-1)?.comm ?? '');
  const besides = new Set<number>();
  return lives.filter((life) => {
    const isNext = programOf(life.comm) === program && !besides.has(life.pid);
    for (const { pid } of life.record.tasks) besides.add(pid);
    return isNext;
  });
}

/** What samples show between the kills. Each victim's own samples count, without the two clocks being compared. */
function growthInLives(lives: readonly Life[], history: MemoryHistory, secondsApart: number): Seen {
  const processes = processHistories({ ...history, eventUs: Number.POSITIVE_INFINITY });
  const grew = lives.filter((life) => isGrowing(life, processes));
  if (grew.length * 2 > lives.length) return 'grew';
  const gap = medianGapSeconds(processes);
  if (gap === null || gap * thresholds.samplesOfLife > secondsApart) return grew.length > 0 ? 'grew' : 'unseen';
  return 'at-once';
}

function isGrowing({ pid, comm, bytes }: Life, processes: readonly ProcessHistory[]): boolean {
  const points = processes.find((one) => one.pid === pid && programOf(one.comm) === programOf(comm))?.points ?? [];
  const between = points.filter(
    ({ value }) => value > bytes * thresholds.growingFrom && value < bytes * thresholds.growingTo,
  );
  const [first, last] = [between[0], between.at(-1)];
  return first !== undefined && last !== undefined && last.value > first.value;
}

function medianGapSeconds(processes: readonly ProcessHistory[]): number | null {
  const longest = processes.reduce<ProcessHistory['points']>(
    (most, { points }) => (points.length > most.length ? points : most),
    [],
  );
  const gaps = longest
    .slice(1)
    .map((point, index) => (point.atUs - (longest[index]?.atUs ?? point.atUs)) / 1e6)
    .sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)] ?? null;
}
