import { formatBytes } from '../../views/quantities.ts';
import { wrap } from '../../views/width.ts';
import { currentDossier } from '../answers.ts';
import { proofsOf } from '../screens/detail/evidence.ts';
import type { App } from '../state.ts';
import { type Line, line, piece } from '../text/line.ts';
import { addressOf, reference } from '../text/names.ts';

/** What a weight means: nats, the natural logarithm of a likelihood ratio (src/diagnosis/rules/weights.ts). */
function weightText(weight: number): string {
  const ratio = Math.exp(Math.abs(weight));
  const shown = ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(1);
  return `${weight >= 0 ? '+' : ''}${weight.toFixed(2)} nats, a likelihood ratio of ${shown} ${weight >= 0 ? 'for' : 'against'} this cause; of findings that tell one fact only the strongest counts`;
}

function valueText(name: string, value: number | string): string {
  if (typeof value === 'number' && /bytes$/i.test(name)) return `${value} (${formatBytes(value)})`;
  return String(value);
}

/** The selected proof: its rule, what went into it, its weight, and where it stands. */
export function formulaLines(app: App, columns: number): Line[] {
  const dossier = currentDossier(app);
  const proof = dossier === null ? undefined : proofsOf(dossier)[app.detail.lists.evidence.selected];
  if (proof === undefined) return [line('nothing is selected', 'muted')];
  const { address, time, metric } = addressOf(proof.from);
  const names = Object.keys(proof.values);
  const cells = Math.max(8, ...names.map((name) => name.length));
  const row = (name: string, text: string): Line[] =>
    wrap(text, Math.max(12, columns - cells - 2)).map((part, index) => [
      piece((index === 0 ? name : '').padEnd(cells + 2), 'muted'),
      piece(part),
    ]);
  return [
    ...wrap(proof.claim, columns).map((part) => line(part, 'title')),
    [],
    ...row('rule', proof.rule),
    ...row('weight', weightText(proof.weight)),
    ...names.flatMap((name) => row(name, valueText(name, proof.values[name] ?? ''))),
    ...(metric === null ? [] : row('metric', metric)),
    ...(time === null ? [] : row('time', time)),
    ...row('source', `${reference(address)}  bytes ${address.byteStart}-${address.byteEnd}`),
    [],
    [piece('Enter', 'key'), piece(' goes to these lines, '), piece('Esc', 'key'), piece(' closes')],
  ];
}
