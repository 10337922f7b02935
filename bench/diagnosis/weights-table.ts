import { type CauseCount, countedNats, type WeightCount } from '../../src/diagnosis/rules/counted.ts';
import { handSet, type Weight, type WeightId } from '../../src/diagnosis/rules/weights.ts';
import { type Counts, leavingOneOut } from './weight-counts.ts';

const number = (value: number): string => String(Number(value.toFixed(1)));

/** The table of weights with its counts, each a Markdown line. Evidence that fired nowhere stands in one line below. */
export function weightsTable(counts: Counts, inUse: Readonly<Record<WeightId, Weight>>): string[] {
  const seen = Object.entries<Weight>(handSet).filter(([id]) => counts[id as WeightId].n > 0);
  const unseen = Object.keys(handSet).filter((id) => counts[id as WeightId].n === 0);
  return [
    '| evidence | n | speaks of | set by hand | fired where right | fired elsewhere | counted | one scenario left out | in use | basis |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...seen.flatMap(([id, row]) => rowsOf(id as WeightId, row, counts[id as WeightId], inUse[id as WeightId])),
    '',
    `Fired in no labelled run, weights as set by hand: ${unseen.map((id) => `\`${id}\``).join(', ')}.`,
  ];
}

/** Causes that share a weight and a count stand in one row. */
function rowsOf(id: WeightId, row: Weight, count: WeightCount, used: Weight): string[] {
  const rows = new Map<string, string[]>();
  for (const [cause, nats] of Object.entries(row.nats)) {
    if (nats === 0) continue;
    const own = count.causes[cause as keyof typeof row.nats];
    const inUse = used.nats[cause as keyof typeof row.nats] ?? 0;
    const rest = ` | ${number(nats)} | ${columns(own)} | ${number(inUse)} | ${used.basis} |`;
    rows.set(rest, [...(rows.get(rest) ?? []), cause]);
  }
  return [...rows].map(([rest, causes]) => `| ${id} | ${count.n} | ${causes.join(', ')}${rest}`);
}

function columns(count: CauseCount | undefined): string {
  if (!count) return '- | - | - | -';
  const range =
    count.of > 1 && count.ofElse > 1
      ? leavingOneOut(count)
          .map((value) => number(value))
          .join(' to ')
      : '-';
  return `${number(count.fired)}/${count.of} | ${number(count.firedElse)}/${count.ofElse} | ${number(countedNats(count))} | ${range}`;
}

/** The counts as a module of the diagnosis. */
export function countsModule(counts: Counts, families: number): string {
  const rows = Object.entries<WeightCount>(counts)
    .filter(([, { n }]) => n > 0)
    .map(([id, { n, causes }]) => {
      const inner = Object.entries<CauseCount>(causes).map(
        ([cause, { fired, of, firedElse, ofElse }]) =>
          `      '${cause}': { fired: ${number(fired)}, of: ${of}, firedElse: ${number(firedElse)}, ofElse: ${ofElse} },`,
      );
      return [`  '${id}': {`, `    n: ${n},`, '    causes: {', ...inner, '    },', '  },'].join('\n');
    });
  return `import type { WeightCount } from './counted.ts';

/**
 * How often evidence fired, counted in labelled runs of ${families} scenarios, each as recorded and with fewer samples or none.
 * Written by bench/diagnosis/weights.ts: do not edit. What is not listed fired in none.
 */
export const weightCounts: Readonly<Record<string, WeightCount>> = {
${rows.join('\n')}
};
`;
}
