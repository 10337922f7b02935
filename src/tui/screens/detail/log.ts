import { wrap } from '../../../views/width.ts';
import type { Address } from '../../engine/model/address.ts';
import type { RawText } from '../../engine/model/raw-text.ts';
import { type Line, line, markFound, piece } from '../../text/line.ts';

export interface LogSettings {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly wraps: boolean;
  /** Journal entries as their message. */
  readonly messages: boolean;
  readonly pattern: RegExp | null;
  /** The row that says the most, from 0. */
  readonly telling: number | null;
}

export interface LogText {
  readonly raw: RawText;
  readonly address: Address;
}

/** What a line of the log shows. */
export const shownText = ({ lines, messages }: RawText, index: number, asMessages: boolean): string =>
  (asMessages ? messages[index] : null) ?? lines[index] ?? '';

/** First and last row (from 0) of the lines that the address names. */
export function addressed({ raw, address }: LogText): readonly [number, number] {
  const first = Math.max(0, address.line - raw.firstLine);
  let bytes = address.byteEnd - address.byteStart;
  let last = first;
  for (let index = first; index < raw.lines.length; index++) {
    bytes -= Buffer.byteLength(raw.lines[index] ?? '') + 1;
    last = index;
    if (bytes <= 0) break;
  }
  return [first, last];
}

/** Rows of the log: number, a sign beside the lines that the address names, text. */
export function logLines(text: LogText, settings: LogSettings): Line[] {
  const { raw } = text;
  const { width, height, top, wraps, messages, pattern, telling } = settings;
  const [first, last] = addressed(text);
  const digits = String(raw.firstLine + raw.lines.length).length;
  const cells = Math.max(10, width - digits - 3);
  const lines: Line[] = [];
  for (let index = top; index < raw.lines.length && lines.length < height; index++) {
    const inside = index >= first && index <= last;
    const content = shownText(raw, index, messages);
    const parts = wraps ? wrap(content, cells) : [content];
    for (const [place, part] of parts.entries()) {
      const number = place === 0 ? String(raw.firstLine + index).padStart(digits) : ' '.repeat(digits);
      const role = index === telling ? 'strong' : inside ? undefined : 'muted';
      const sign = index === telling ? '=> ' : inside ? ' > ' : '   ';
      lines.push([piece(number, 'muted'), piece(sign, 'accent'), ...markFound([piece(part, role)], pattern)]);
    }
  }
  if (raw.cutAfter === false && lines.length < height)
    lines.push(line(`${' '.repeat(digits)}   (end of ${raw.path})`, 'muted'));
  return lines.slice(0, height);
}

/** The row at which an address is shown with a line or two before it. */
export const rowOfAddress = (text: LogText, height: number): number =>
  Math.max(0, addressed(text)[0] - Math.min(2, Math.floor(height / 4)));

/** The next row, forwards or backwards from `from`, that a search finds; null where there is none. */
export function findRow(raw: RawText, pattern: RegExp, from: number, by: 1 | -1, asMessages: boolean): number | null {
  const fresh = new RegExp(pattern.source, pattern.flags.replace('g', ''));
  for (let step = 1; step <= raw.lines.length; step++) {
    const index = (from + by * step + raw.lines.length * 2) % raw.lines.length;
    if (fresh.test(shownText(raw, index, asMessages))) return index;
  }
  return null;
}
