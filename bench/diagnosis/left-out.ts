import { ceiling } from '../../src/diagnosis/confidence.ts';
import type { Hypothesis } from '../../src/diagnosis/hypothesis.ts';
import type { Weight, WeightId } from '../../src/diagnosis/rules/weights.ts';
import { type Priors, score } from '../../src/diagnosis/verdict/score.ts';
import { labelsRight } from './labels.ts';

/** One copy of a run, as far as weights change its verdict. */
export interface Case {
  readonly variant: string;
  readonly family: string;
  readonly label: string;
  readonly priors: Priors;
  readonly caps: ReadonlyMap<Hypothesis, number>;
  readonly findings: readonly { readonly weight: WeightId }[];
  readonly fromLog: boolean;
}

type Table = Readonly<Record<WeightId, Weight>>;

/** What tables of weights make of the same evidence. A table may depend on the scenario judged, to leave that out. */
export function trialTable(
  cases: readonly Case[],
  tables: Readonly<Record<string, (family: string) => Table>>,
): string[] {
  const variants = [...new Set(cases.map(({ variant }) => variant))];
  return [
    '| weights | copies | first candidate right | wrong at 0.8 or more | Brier |',
    '|---|---|---|---|---|',
    ...Object.entries(tables).flatMap(([name, tableOf]) =>
      variants.map((variant) => {
        const own = cases.filter((one) => one.variant === variant);
        const tried = own.map((one) => tryCase(one, tableOf(one.family)));
        const right = tried.filter((one) => one.right).length;
        const sure = tried.filter((one) => one.claimed >= 0.8 && !one.right).length;
        const loss = tried.reduce((sum, one) => sum + (one.claimed - (one.right ? 1 : 0)) ** 2, 0) / tried.length;
        return `| ${name} | ${variant} | ${right}/${own.length} | ${sure} | ${loss.toFixed(4)} |`;
      }),
    ),
  ];
}

function tryCase(
  { label, priors, caps, findings, fromLog }: Case,
  table: Table,
): { readonly right: boolean; readonly claimed: number } {
  let best: { cause: Hypothesis; claimed: number } | null = null;
  for (const [cause, share] of score(priors, findings, undefined, table)) {
    if (cause === 'unknown') continue;
    const claimed = Math.min(share, caps.get(cause) ?? ceiling, ceiling);
    if (best === null || claimed > best.claimed) best = { cause, claimed };
  }
  return { right: best !== null && labelsRight(label, best.cause, fromLog), claimed: best?.claimed ?? 0 };
}
