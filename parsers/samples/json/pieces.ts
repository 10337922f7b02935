/**
 * Reads a JSON document of any size piece by piece, across lines, in bounded memory: values whose place in the document is
 * wanted are handed over as soon as they are closed, all others are passed over.
 *
 * A place is the path of keys from the root, `[]` for an element of an array: `data.result[].values[]`.
 */
export interface JsonPieces {
  /**
   * Reads the next text. False once the document is over or is broken; the rest of the text is then not looked at (see
   * `consumed`).
   */
  feed(text: string): boolean;
  /** Characters of the last text that belong to the document. */
  readonly consumed: number;
  readonly state: 'open' | 'closed' | 'broken';
}

export interface JsonPiecesOptions {
  /** Whether the object, array or string at this place is wanted whole. Asked once per distinct place. */
  wants(place: string): boolean;
  /** A wanted value begins in the text being fed. */
  begin(): void;
  piece(place: string, value: unknown): void;
  /** A wanted value longer than this is passed over and reported through `overlong`. */
  readonly longestPiece: number;
  overlong(place: string): void;
}

const deepest = 64;
const longestKey = 4096;
const textDepth = 1000;

interface Level {
  readonly isArray: boolean;
  /** Place of the elements of an array; of an object itself. */
  readonly place: string;
  expectsKey: boolean;
  key: string;
}

export function createJsonPieces(options: JsonPiecesOptions): JsonPieces {
  const stack: Level[] = [];
  const wanted = new Map<string, boolean>();
  let state: JsonPieces['state'] = 'open';
  let consumed = 0;
  let inString = false;
  let escaped = false;
  /** Text of a key under construction, null outside of keys. */
  let key: string | null = null;
  /** Depth at which the wanted value began, -1 where none is being gathered; `textDepth` where it is a string. */
  let gatherDepth = -1;
  let gathered = '';
  let gatherPlace = '';
  let tooLong = false;
  let started = false;

  function isWanted(place: string): boolean {
    let answer = wanted.get(place);
    if (answer === undefined) {
      if (wanted.size > 2000) wanted.clear();
      answer = options.wants(place);
      wanted.set(place, answer);
    }
    return answer;
  }

  function placeHere(): string {
    const top = stack[stack.length - 1];
    if (!top) return '';
    if (top.isArray) return top.place;
    return top.place === '' ? top.key : `${top.place}.${top.key}`;
  }

  function finishPiece(): void {
    const place = gatherPlace;
    const text = gathered;
    gatherDepth = -1;
    gathered = '';
    if (tooLong) {
      options.overlong(place);
      return;
    }
    try {
      options.piece(place, JSON.parse(text));
    } catch {
      state = 'broken';
    }
  }

  function open(isArray: boolean, at: number): number {
    if (stack.length >= deepest) {
      state = 'broken';
      return at;
    }
    const place = placeHere();
    const start = gatherDepth === -1 && isWanted(place);
    stack.push({ isArray, place: isArray ? `${place}[]` : place, expectsKey: !isArray, key: '' });
    if (start) {
      gatherDepth = stack.length;
      gatherPlace = place;
      tooLong = false;
      options.begin();
      return at;
    }
    return -1;
  }

  return {
    get consumed() {
      return consumed;
    },
    get state() {
      return state;
    },
    feed(text) {
      /** Where the part of this text that belongs to the gathered value begins; -1 where none does. */
      let from = gatherDepth === -1 ? -1 : 0;
      let keyFrom = key === null ? -1 : 0;
      let at = 0;
      const keep = (to: number): void => {
        if (from === -1) return;
        if (gathered.length + to - from > options.longestPiece) {
          tooLong = true;
          gathered = '';
        } else if (!tooLong) gathered += text.slice(from, to);
      };
      for (; at < text.length && state === 'open'; at += 1) {
        const code = text.charCodeAt(at);
        if (inString) {
          if (escaped) escaped = false;
          else if (code === 0x5c) escaped = true;
          else if (code === 0x22) {
            inString = false;
            if (keyFrom !== -1) {
              const top = stack[stack.length - 1];
              const raw = (key ?? '') + text.slice(keyFrom, at);
              if (top) top.key = unescaped(raw);
              key = null;
              keyFrom = -1;
            } else if (gatherDepth === textDepth) {
              keep(at + 1);
              from = -1;
              finishPiece();
            }
          }
          continue;
        }
        if (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) continue;
        const top = stack[stack.length - 1];
        if (!top && started) {
          state = 'closed';
          break;
        }
        if (code === 0x22) {
          inString = true;
          if (top?.expectsKey) {
            top.expectsKey = false;
            key = '';
            keyFrom = at + 1;
          } else if (gatherDepth === -1 && top && isWanted(placeHere())) {
            gatherDepth = textDepth;
            gatherPlace = placeHere();
            tooLong = false;
            options.begin();
            from = at;
          }
        } else if (code === 0x7b || code === 0x5b) {
          started = true;
          const begin = open(code === 0x5b, at);
          if (begin !== -1) from = begin;
        } else if (code === 0x7d || code === 0x5d) {
          if (!top || top.isArray !== (code === 0x5d)) {
            state = 'broken';
            break;
          }
          if (gatherDepth === stack.length) {
            keep(at + 1);
            from = -1;
            finishPiece();
          }
          stack.pop();
          if (stack.length === 0 && state === 'open') {
            state = 'closed';
            at += 1;
            break;
          }
        } else if (code === 0x2c) {
          if (top && !top.isArray) top.expectsKey = true;
        } else if (!top) {
          state = 'broken';
          break;
        }
      }
      consumed = at;
      keep(at);
      if (keyFrom !== -1) {
        key = `${key ?? ''}${text.slice(keyFrom, at)}`.slice(0, longestKey);
      }
      return state === 'open';
    },
  };
}

function unescaped(raw: string): string {
  if (!raw.includes('\\')) return raw;
  try {
    return String(JSON.parse(`"${raw}"`));
  } catch {
    return raw;
  }
}
