import { tellingLines } from '../../../views/report/build/telling-lines.ts';
import type { App } from '../../app/state.ts';
import type { Address } from '../../engine/model/address.ts';
import type { Claim } from './grounds/grounds.ts';
import { addressed, type LogText, rowOfAddress, shownText } from './log.ts';

const sameAddress = (a: Address, b: Address): boolean =>
  a.path === b.path && a.byteStart === b.byteStart && a.byteEnd === b.byteEnd;

/** The row that shows what the lines were opened for, from 0; null where none does. */
export function tellingRow({ detail: { address, shows } }: App, text: LogText): number | null {
  if (shows === null || address === null || !sameAddress(address, text.address)) return null;
  const held = found.get(text.raw);
  if (held?.shows === shows) return held.row;
  const row = searched(text, shows);
  found.set(text.raw, { shows, row });
  return row;
}

/** Looked for once, not at every frame. */
const found = new WeakMap<LogText['raw'], { readonly shows: Claim; readonly row: number | null }>();

function searched(text: LogText, shows: Claim): number | null {
  const [first, last] = addressed(text);
  if (first === last) return first;
  const lines = Array.from({ length: last - first + 1 }, (_, index) => ({
    path: text.raw.path,
    line: text.raw.firstLine + first + index,
    byteStart: text.address.byteStart,
    byteEnd: text.address.byteEnd,
    text: shownText(text.raw, first + index, true),
  }));
  const [telling] = tellingLines(lines, shows);
  return telling === undefined ? null : telling.line.line - text.raw.firstLine;
}

/** Row at which the log opens: near the line that tells the most, else where the address begins. */
export function logRow(app: App, text: LogText, height: number): number {
  const telling = tellingRow(app, text);
  return telling === null ? rowOfAddress(text, height) : Math.max(0, telling - Math.floor(height / 3));
}
