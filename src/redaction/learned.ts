import { isCommonWord, namePositions } from './common-words.ts';
import type { NameKind } from './pseudonyms.ts';
import { isPublicName, isPublicSegment } from './public-names.ts';

/** Names shorter than this are letters: replacing them would replace the text. */
const leastLength = 2;
/** Words as logs have them, with what may stand inside a name. */
const words = /[\p{L}\p{N}_]+(?:[-.@:+/]+[\p{L}\p{N}_]+)*/gu;
const plainWord = /^[\p{L}\p{N}_]+(?:[-.@:+/]+[\p{L}\p{N}_]+)*$/u;

/** The names that are known so far, and where they stand in a text. */
export interface LearnedNames {
  learn(kind: NameKind, name: string | null | undefined): void;
  /** What a whole word names; null where it is no known name. */
  kindOf(name: string): NameKind | null;
  /** Names that no border of a word tells, and names that are words of everyday language where a name stands. */
  replaceOdd(text: string, put: (kind: NameKind, name: string) => string): string;
  /** All other names, alone and as parts of longer words. */
  replaceWords(text: string, put: (kind: NameKind, name: string) => string): string;
}

export function createLearnedNames(): LearnedNames {
  const byWord = new Map<string, NameKind>();
  let longest = 0;
  /** Names that are no single word: with spaces, brackets, at signs at their ends. */
  const odd = new Map<string, NameKind>();
  let oddPattern: RegExp | null = null;
  /** Names that are words too: replaced only where a name stands. */
  const common = new Map<string, NameKind>();
  let commonPattern: RegExp | null = null;

  /** The longest name that a token begins with, ending at one of its separators. */
  function longestName(token: string): string | null {
    for (let end = Math.min(token.length, longest); end > 0; ) {
      const candidate = token.slice(0, end);
      if (/^(?:[-.@:+/]|$)/.test(token.slice(end, end + 1)) && byWord.has(candidate)) return candidate;
      end = candidate.search(/[-.@:+/]+[\p{L}\p{N}_]*$/u);
    }
    return null;
  }

  function replaced(token: string, put: (kind: NameKind, name: string) => string): string {
    for (let from = 0; from < token.length; ) {
      const rest = token.slice(from);
      const hit = longestName(rest);
      if (hit !== null) {
        return token.slice(0, from) + put(byWord.get(hit) ?? 'name', hit) + replaced(rest.slice(hit.length), put);
      }
      const next = rest.search(/[-.@:+/]+[\p{L}\p{N}_]/u);
      if (next < 0) break;
      from += next + (/^[-.@:+/]+/.exec(rest.slice(next))?.[0].length ?? 1);
    }
    return token;
  }

  function learn(kind: NameKind, name: string | null | undefined): void {
    if (name == null || name.length < leastLength || /^\d+$/.test(name) || isPublicName(name)) return;
    if (kind === 'cgroup' && isPublicSegment(name)) return;
    if (kind === 'host' && name.includes('.') && !/^[\d.]+$/.test(name))
      learn('host', name.slice(0, name.indexOf('.')));
    if (isCommonWord(name)) {
      if (common.has(name)) return;
      common.set(name, kind);
      commonPattern = null;
    } else if (plainWord.test(name)) {
      if (!byWord.has(name)) byWord.set(name, kind);
      longest = Math.max(longest, name.length);
    } else if (!odd.has(name)) {
      odd.set(name, kind);
      oddPattern = null;
    }
  }

  return {
    learn,
    kindOf: (name) => byWord.get(name) ?? null,
    replaceOdd(text, put) {
      let changed = text;
      if (odd.size > 0) {
        oddPattern ??= literally([...odd.keys()]);
        changed = changed.replace(oddPattern, (name) => put(odd.get(name) ?? 'name', name));
      }
      if (common.size > 0) {
        commonPattern ??= namePositions([...common.keys()]);
        changed = changed.replace(commonPattern, (name) => put(common.get(name) ?? 'name', name));
      }
      return changed;
    },
    replaceWords: (text, put) => text.replace(words, (token) => replaced(token, put)),
  };
}

/** The longest first: a name may begin with another. */
function literally(names: readonly string[]): RegExp {
  const sorted = [...names].sort((a, b) => b.length - a.length);
  return new RegExp(sorted.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'), 'gu');
}
