import { tellingLines } from '../../../views/report/build/telling-lines.ts';
import { currentDossier } from '../../answers.ts';
import type { Address } from '../../engine/protocol.ts';
import type { App } from '../../state.ts';
import { addressOf } from '../../text/names.ts';
import { proofsOf } from './evidence.ts';
import { addressed, type LogText, rowOfAddress, shownText } from './log.ts';

const sameAddress = (a: Address, b: Address): boolean =>
  a.path === b.path && a.byteStart === b.byteStart && a.byteEnd === b.byteEnd;

/** Row at which the log opens: at the line that shows the number of the selected proof, else where the address begins. */
export function logRow(app: App, text: LogText, height: number): number {
  const dossier = currentDossier(app);
  const proof = dossier === null ? undefined : proofsOf(dossier)[app.detail.lists.evidence.selected];
  const start = rowOfAddress(text, height);
  if (proof === undefined || app.detail.address === null || !sameAddress(addressOf(proof.from).address, text.address))
    return start;
  const [first, last] = addressed(text);
  const lines = Array.from({ length: last - first + 1 }, (_, index) => ({
    path: text.raw.path,
    line: text.raw.firstLine + first + index,
    byteStart: text.address.byteStart,
    byteEnd: text.address.byteEnd,
    text: shownText(text.raw, first + index, true),
  }));
  const [telling] = tellingLines(lines, proof);
  if (telling === undefined) return start;
  return Math.max(0, telling.line.line - text.raw.firstLine - Math.floor(height / 3));
}
