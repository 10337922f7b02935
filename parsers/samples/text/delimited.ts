/** Characters that separate the fields of a table. `blank` stands for a run of blanks. */
export type Delimiter = ',' | ';' | '\t' | '|' | 'blank';

/** Splits a line at the delimiter; quotes protect it and are doubled inside. Null where a quote is not closed. */
export function splitDelimited(text: string, delimiter: Delimiter): string[] | null {
  if (delimiter === 'blank') return text.trim().split(/[ \t]+/);
  if (!text.includes('"')) return text.split(delimiter);
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (quoted) {
      if (char !== '"') field += char;
      else if (text.charAt(at + 1) === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && field.trim() === '') {
      field = '';
      quoted = true;
    } else if (char === delimiter) {
      fields.push(field);
      field = '';
    } else field += char;
  }
  if (quoted) return null;
  fields.push(field);
  return fields;
}

/** The delimiter that gives a heading the most fields, null where none gives two. */
export function delimiterOf(heading: string): Delimiter | null {
  let best: Delimiter | null = null;
  let most = 1;
  for (const delimiter of [',', ';', '\t', '|'] as const) {
    if (!heading.includes(delimiter)) continue;
    const fields = splitDelimited(heading, delimiter)?.length ?? 0;
    if (fields > most) {
      most = fields;
      best = delimiter;
    }
  }
  return best;
}
