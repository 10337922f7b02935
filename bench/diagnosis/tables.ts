import { causeOfLabel } from './labels.ts';
import { isRight, type Judged, type Measures, measure, type Share, wilson } from './measures.ts';
import type { Fit } from './temperature.ts';

/** The tables of docs/accuracy.md, each a list of Markdown lines. */

const percent = ({ hits, of }: Share): string =>
  of === 0 ? '-' : `${Math.round((hits / of) * 100)} % (${hits}/${of})`;

export function accuracyTable(judgedBy: ReadonlyMap<string, readonly Judged[]>): string[] {
  const row = (name: string, m: Measures): string =>
    `| ${name} | ${percent(m.top1)} | ${percent(m.top2)} | ${percent(m.decided)} | ${percent(m.abstained)} | ${percent(m.component)} | ${percent(m.culprit)} | ${percent(m.victimIsCulprit)} | ${percent(m.silent)} | ${m.sureAndWrong} | ${m.brier.toFixed(3)} |`;
  return [
    '| runs | right | right or second | right where decided | undetermined | component | culprit | victim is culprit | silent | sure and wrong | Brier |',
    '|---|---|---|---|---|---|---|---|---|---|---|',
    ...[...judgedBy].map(([name, judged]) => row(name, measure(judged, false))),
    row('log alone, label knowable from it', measure(judgedBy.get('log alone') ?? [], true)),
  ];
}

/** Copies that show less than was recorded: what counts is that nothing wrong is claimed with confidence. */
export function stressTable(judgedBy: ReadonlyMap<string, readonly Judged[]>): string[] {
  return [
    '| copy | right | right where decided | undetermined | culprit | wrong at 0.8 or more | wrong name at 0.8 or more |',
    '|---|---|---|---|---|---|---|',
    ...[...judgedBy].map(([name, judged]) => {
      const m = measure(judged, false);
      return `| ${name} | ${percent(m.top1)} | ${percent(m.decided)} | ${percent(m.abstained)} | ${percent(m.culprit)} | ${m.ratherSureAndWrong} | ${m.ratherSureName} |`;
    }),
  ];
}

/** What was claimed against what was right, with Wilson's interval. */
export function reliabilityTable(judged: readonly Judged[]): string[] {
  return [
    '| claimed | mean claim | right | Wilson 95 % |',
    '|---|---|---|---|',
    ...measure(judged, false).bins.map(({ from, to, claimed, share }) => {
      const [low, high] = wilson(share);
      return `| ${from}-${to} | ${share.of === 0 ? '-' : claimed.toFixed(2)} | ${percent(share)} | ${low.toFixed(2)}-${high.toFixed(2)} |`;
    }),
  ];
}

export function confusionTable(judged: readonly Judged[]): string[] {
  const pairs = new Map<string, number>();
  for (const { truth, verdict } of judged) {
    const wanted = causeOfLabel[truth.label] ?? '?';
    const got = verdict?.cause ?? 'none';
    if (wanted !== got) pairs.set(`| ${wanted} | ${got} |`, (pairs.get(`| ${wanted} | ${got} |`) ?? 0) + 1);
  }
  return ['| truth | verdict | runs |', '|---|---|---|', ...[...pairs].map(([pair, count]) => `${pair} ${count} |`)];
}

/** Each miss with what spoke for the verdict and what held it back. */
export function misses(judged: readonly Judged[]): string[] {
  return judged
    .filter((one) => (causeOfLabel[one.truth.label] === 'none' ? one.incidents > 0 : !isRight(one)))
    .map(({ verdict, truth }) => {
      const said = verdict ? `${verdict.cause} ${verdict.confidence}` : 'no incident';
      const [first] = verdict?.alternatives ?? [];
      const why = [
        first
          ? `${verdict?.cause === 'undetermined' ? 'first candidate' : 'next'} ${first.cause} ${first.confidence}`
          : null,
        verdict?.evidence.find(({ rule }) => !rule.startsWith('component'))?.claim ?? null,
        verdict?.limits[0] ?? null,
      ].filter((part) => part !== null);
      return `- ${truth.id}: ${causeOfLabel[truth.label]}, judged ${said}${why.length > 0 ? ` (${why.join('; ')})` : ''}`;
    });
}

export function temperatureLines(fits: ReadonlyMap<string, Fit>): string[] {
  return [
    '| fitted on | copies of runs | temperature | leaving one family out | Brier at 1 | Brier of the families left out |',
    '|---|---|---|---|---|---|',
    ...[...fits].map(
      ([name, fit]) =>
        `| ${name} | ${fit.copies} of ${fit.families} families | ${fit.temperature} | ${fit.low}-${fit.high} | ${fit.brierAtOne.toFixed(4)} | ${fit.brierLeftOut.toFixed(4)} |`,
    ),
  ];
}
