import type { Line } from '../../model/line.ts';
import type { Span } from '../../model/span.ts';
import { spanOf, spanOfLines } from './entry.ts';

/** An object that stood on several lines, as one text. */
export interface WholeObject {
  readonly span: Span;
  readonly text: string;
}

/** Collects JSON objects of which each member has a line of its own, in an array or alone. */
export interface PrettyObjects {
  /** An object has begun. */
  readonly holding: boolean;
  /** The object that ends with this line; true where the line is a part of one, false where it is none. */
  take(line: Line, text: string): WholeObject | boolean;
  forget(): void;
}

/** An object that is longer is not collected. */
const longestObject = 1024 * 1024;
/** Begins the array of entries inside an answer of a log store's API: what stands around it is no entry. */
const envelopeLine = /^\s*"(?:items|events|entries|results|result|hits|data)"\s*:\s*\[$/;
/** How a line of such an object begins. */
const memberLine = /^\s*["{}[\]\dtfn-]/;

export function prettyObjects(): PrettyObjects {
  let first: Span | null = null;
  let indentation = '';
  let text = '';

  return {
    get holding() {
      return first !== null;
    },
    take(line, written) {
      if (first === null) {
        if (!/^\s{0,64}\{$/.test(written) || line.cut) return false;
        first = spanOf(line);
        indentation = written.slice(0, -1);
        text = '{';
        return true;
      }
      if (envelopeLine.test(written)) {
        first = null;
        return true;
      }
      if (line.cut || !memberLine.test(written) || text.length + written.length > longestObject) {
        first = null;
        return false;
      }
      if (written.startsWith(`${indentation}}`) && /^\},?$/.test(written.slice(indentation.length))) {
        const whole = { span: spanOfLines(first, line), text: `${text}}` };
        first = null;
        return whole;
      }
      text += written;
      return true;
    },
    forget() {
      first = null;
    },
  };
}
