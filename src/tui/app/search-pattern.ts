/** The pattern that was searched for; a text that is no regular expression is looked for as it stands. */
export function searchPattern(text: string): RegExp | null {
  if (text === '') return null;
  try {
    return new RegExp(text, 'giu');
  } catch {
    return new RegExp(text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&'), 'gi');
  }
}

/** Why a text is no regular expression, and at which character; null where it is one. */
export function patternTrouble(text: string): string | null {
  try {
    new RegExp(text, 'giu');
    return null;
  } catch (error) {
    return placed(text) ?? (/: ([^:]*)$/.exec((error as Error).message)?.[1] ?? '').toLowerCase();
  }
}

/** The troubles whose place can be told; V8 names none. */
function placed(text: string): string | null {
  const opened: number[] = [];
  /** Where the class of characters begins that one is in. */
  let classAt: number | null = null;
  let mayRepeat = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] as string;
    if (sign === '\\') {
      if (at === text.length - 1) return told('nothing follows "\\"', at);
      at += 1;
      mayRepeat = true;
    } else if (classAt !== null) {
      if (sign === ']') classAt = null;
    } else if (sign === '[') {
      classAt = at;
      mayRepeat = true;
    } else if (sign === '(') {
      opened.push(at);
      mayRepeat = false;
      if (text[at + 1] === '?') at += 1;
    } else if (sign === ')') {
      if (opened.pop() === undefined) return told('")" closes nothing', at);
      mayRepeat = true;
    } else if (sign === '*' || sign === '+' || sign === '?') {
      if (!mayRepeat) return told(`nothing to repeat before "${sign}"`, at);
      mayRepeat = sign !== '?' && text[at + 1] === '?';
    } else if (sign === ']' || sign === '}') return told(`"${sign}" closes nothing`, at);
    else if (sign === '{') {
      const count = /^\{\d+(?:,\d*)?\}/.exec(text.slice(at))?.[0];
      if (count === undefined || !mayRepeat) return told('"{" is no count behind a character', at);
      at += count.length - 1;
      mayRepeat = text[at + 1] === '?';
    } else mayRepeat = sign !== '|' && sign !== '^';
  }
  if (classAt !== null) return told('"[" is not closed', classAt);
  const open = opened.at(-1);
  return open === undefined ? null : told('"(" is not closed', open);
}

const told = (what: string, at: number): string => `${what} (character ${at + 1})`;
