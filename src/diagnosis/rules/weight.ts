import type { Hypothesis } from '../hypothesis.ts';

/**
 * The table of weights: how strongly each kind of finding speaks for or against each cause, in nats (natural logarithm
 * of the likelihood ratio). Findings of one `group` tell the same fact in several ways, and only the strongest counts.
 *
 * `basis`: `kernel` - the kernel states it; `arithmetic` - it follows from sums in the report; `simulation` - measured on
 * simulated series, 200 of each of 14 kinds; `counted` - set by hand and drawn towards what labelled runs show;
 * `judgement` - set by hand, because too few labelled runs show it. `n` - scenarios of labelled runs in which it fired.
 * docs/accuracy.md prints all of it beside the counts.
 */
export interface Weight {
  /** `where`: which component took the memory (or what a request or a task lacked); `why`: by which mechanism. */
  readonly question: 'where' | 'why';
  readonly group: string;
  readonly nats: Readonly<Partial<Record<Hypothesis, number>>>;
  readonly basis: 'kernel' | 'arithmetic' | 'simulation' | 'counted' | 'judgement';
  readonly n: number;
}
