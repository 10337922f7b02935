import type { Line } from '../../model/line.ts';
import type { ShownLines } from './shown-lines.ts';
import type { Unwrap } from './unwrap.ts';

/** A mail's header says so, */
const header = /(?:^|\n)Content-Transfer-Encoding: *quoted-printable/i;
/** or what printk writes stands with `=3D` in the place of `=`. */
const encoded = /\b(?:gfp_mask|nodemask|order|constraint|oom_score_adj|mode)=3D/i;
/** A mail's lines have at most 76 characters. */
const mostPieces = 64;

/**
 * For a mail as it was sent, in the encoding of RFC 2045: `=3D` is a `=`, and a `=` at the end of a line breaks a longer one.
 * Null for a file whose first lines show none of it.
 */
export function quotedPrintable({ text: shown }: ShownLines): Unwrap | null {
  if (!header.test(shown) && !(shown.includes('=3') && encoded.test(shown))) return null;
  let held: Line | null = null;
  let pieces = 0;

  return {
    next(line) {
      const text = line.text.replace(/\r$/, '');
      const goesOn = text.endsWith('=') && pieces < mostPieces;
      const joined = {
        ...(held ?? line),
        ...endOf(line),
        text: (held?.text ?? '') + decoded(goesOn ? text.slice(0, -1) : text),
      };
      pieces = goesOn ? pieces + 1 : 0;
      held = goesOn ? joined : null;
      return goesOn ? null : joined;
    },
    take() {
      const whole = held;
      held = null;
      pieces = 0;
      return whole;
    },
    get holding() {
      return held !== null;
    },
  };
}

const decoded = (text: string): string =>
  text.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

function endOf({ byteEnd, cut, unterminated }: Line): Partial<Line> {
  return unterminated === undefined ? { byteEnd, cut } : { byteEnd, cut, unterminated };
}
