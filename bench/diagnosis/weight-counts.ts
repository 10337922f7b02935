import type { Hypothesis } from '../../src/diagnosis/hypothesis.ts';
import { type CauseCount, countedNats, type WeightCount, withCounts } from '../../src/diagnosis/rules/counted.ts';
import { handSet, type Weight, type WeightId } from '../../src/diagnosis/rules/weights.ts';
import { questionOf } from '../../src/diagnosis/verdict/score.ts';

/** Which evidence fired for one copy of one run, and which causes competed there. */
export interface Fired {
  readonly family: string;
  readonly cause: Hypothesis;
  readonly competing: ReadonlySet<Hypothesis>;
  readonly ids: ReadonlySet<WeightId>;
}

export type Counts = Readonly<Record<WeightId, WeightCount>>;

export function countWeights(fired: readonly Fired[]): Counts {
  const families = familiesOf(fired);
  return Object.fromEntries(
    Object.entries<Weight>(handSet).map(([id, row]): [string, WeightCount] => {
      const causes = Object.entries(row.nats).flatMap(([cause, nats]): [string, CauseCount][] => {
        const count = nats === 0 ? null : countOf(id as WeightId, row, cause as Hypothesis, families);
        return count ? [[cause, count]] : [];
      });
      const n = families.filter(({ copies }) => copies.some(({ ids }) => ids.has(id as WeightId))).length;
      return [id, { n, causes: Object.fromEntries(causes) }];
    }),
  ) as Counts;
}

/** Least and most that the count is with one scenario left out. */
export function leavingOneOut({ fired, of, firedElse, ofElse }: CauseCount): readonly [number, number] {
  const without = [
    countedNats({ fired: Math.max(0, fired - 1), of: of - 1, firedElse, ofElse }),
    countedNats({ fired: Math.min(fired, of - 1), of: of - 1, firedElse, ofElse }),
    countedNats({ fired, of, firedElse: Math.max(0, firedElse - 1), ofElse: ofElse - 1 }),
    countedNats({ fired, of, firedElse: Math.min(firedElse, ofElse - 1), ofElse: ofElse - 1 }),
  ];
  return [Math.min(...without), Math.max(...without)];
}

/** The table of weights that these counts give. */
export function tableFrom(counts: Counts): Readonly<Record<WeightId, Weight>> {
  return Object.fromEntries(
    Object.entries<Weight>(handSet).map(([id, row]) => [id, withCounts(row, counts[id as WeightId])]),
  ) as Record<WeightId, Weight>;
}

interface Family {
  readonly cause: Hypothesis;
  readonly copies: readonly Fired[];
}

function familiesOf(fired: readonly Fired[]): Family[] {
  const byName = new Map<string, Fired[]>();
  for (const one of fired) {
    const known = byName.get(one.family);
    if (known) known.push(one);
    else byName.set(one.family, [one]);
  }
  return [...byName.values()].map((copies) => ({ cause: (copies[0] as Fired).cause, copies }));
}

/** A mechanism is told among the causes of one component; a component among all that compete. */
function countOf(id: WeightId, row: Weight, cause: Hypothesis, families: readonly Family[]): CauseCount | null {
  const count = { fired: 0, of: 0, firedElse: 0, ofElse: 0 };
  for (const family of families) {
    const sameQuestion = questionOf(family.cause) === questionOf(cause);
    const copies = family.copies.filter(({ competing }) => competing.has(cause));
    if (copies.length === 0 || (row.question === 'why' && !sameQuestion)) continue;
    const share = copies.filter(({ ids }) => ids.has(id)).length / copies.length;
    if (row.question === 'where' ? sameQuestion : family.cause === cause) {
      count.fired += share;
      count.of += 1;
    } else {
      count.firedElse += share;
      count.ofElse += 1;
    }
  }
  return count.of === 0 || count.ofElse === 0 ? null : count;
}
