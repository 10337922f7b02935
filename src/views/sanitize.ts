/**
 * What may not reach a terminal from a log: control characters (C0, DEL, C1: escape sequences begin there), marks that
 * reorder or hide text (bidirectional, zero-width, tags, line separators), and halves of surrogate pairs.
 */
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]|[\u{e0000}-\u{e007f}]/gu;

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\u{${code.toString(16)}}`;
}

/** Shows what is unsafe as `\x1b` or `\u202e` instead of letting the terminal obey it. Newlines are unsafe too. */
export function cleanText(text: string): string {
  return text.replace(unsafe, escapeCharacter);
}

/** A copy of plain data in which every string, keys included, is clean. */
export function cleanDeep<Data>(data: Data): Data {
  if (typeof data === 'string') return cleanText(data) as Data;
  if (Array.isArray(data)) return data.map(cleanDeep) as Data;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [cleanText(key), cleanDeep(value)])) as Data;
}

const beyondAscii = /[\u007f-\uffff]/;

/**
 * JSON text with the characters escaped that JSON allows and a terminal obeys (DEL, C1, bidirectional marks).
 * The value that a JSON parser reads stays the same.
 */
export function cleanJson(json: string): string {
  // JSON escapes controls and halves of pairs by itself: text of ASCII letters needs no closer look.
  if (!beyondAscii.test(json)) return json;
  return json.replace(unsafe, (character) => {
    if (character === '\n') return character;
    let escaped = '';
    for (let unit = 0; unit < character.length; unit++) {
      escaped += `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`;
    }
    return escaped;
  });
}
