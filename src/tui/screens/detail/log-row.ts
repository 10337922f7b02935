import { tellingLines } from '../../../views/report/build/telling-lines.ts';
import { currentDossier } from '../../answers.ts';
import type { Address } from '../../engine/model/address.ts';
import type { App } from '../../state.ts';
import { addressOf } from '../../text/names.ts';
import { type Proof, proofsOf } from './evidence.ts';
import { addressed, type LogText, rowOfAddress, shownText } from './log.ts';

const sameAddress = (a: Address, b: Address): boolean =>
  a.path === b.path && a.byteStart === b.byteStart && a.byteEnd === b.byteEnd;

/** The row that shows the number of the selected proof, from 0; null where no line of its source does. */
export function tellingRow(app: App, text: LogText): number | null {
  const dossier = currentDossier(app);
  const proof = dossier === null ? undefined : proofsOf(dossier)[app.detail.lists.evidence.selected];
  if (proof === undefined || app.detail.address === null || !sameAddress(addressOf(proof.from).address, text.address))
    return null;
  const held = found.get(text.raw);
  if (held?.claim === proof.claim) return held.row;
  const row = searched(text, proof);
  found.set(text.raw, { claim: proof.claim, row });
  return row;
}

/** Looked for once, not at every frame. */
const found = new WeakMap<LogText['raw'], { readonly claim: string; readonly row: number | null }>();

function searched(text: LogText, proof: Proof): number | null {
  const [first, last] = addressed(text);
  const lines = Array.from({ length: last - first + 1 }, (_, index) => ({
    path: text.raw.path,
    line: text.raw.firstLine + first + index,
    byteStart: text.address.byteStart,
    byteEnd: text.address.byteEnd,
    text: shownText(text.raw, first + index, true),
  }));
  const [telling] = tellingLines(lines, proof);
  return telling === undefined ? null : telling.line.line - text.raw.firstLine;
}

/** Row at which the log opens: near the line that tells the most, else where the address begins. */
export function logRow(app: App, text: LogText, height: number): number {
  const telling = tellingRow(app, text);
  return telling === null ? rowOfAddress(text, height) : Math.max(0, telling - Math.floor(height / 3));
}
