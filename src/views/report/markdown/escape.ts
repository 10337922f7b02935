/** Text as Markdown shows it: no character of it means anything. Underscores inside words mean nothing anyway. */
export function plain(text: string): string {
  return text
    .replace(/[\\`*[\]<~$&|]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, (character) => `\\${character}`)
    .replace(/\b(https?|ftp):\/\//gi, '$1\\://')
    .replace(/\bwww\./gi, 'www\\.')
    .replace(/@/g, '\\@')
    .replace(/^\s*(?=[-+](\s|$)|#{1,6}(\s|$)|>|[-=]+\s*$)/, '$&\\')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2');
}

/** A code span whose fence the text cannot close. Line ends become spaces, a pipe is escaped in a table. */
export function code(text: string, inTable = false): string {
  const oneLine = text.replace(/\s+/g, ' ').trim() || ' ';
  // Parsers differ on a backslash before an escaped pipe in code: there it is plain text.
  if (inTable && oneLine.includes('\\|')) return plain(oneLine);
  const longest = (oneLine.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
  const fence = '`'.repeat(longest + 1);
  const padded = longest > 0 ? ` ${oneLine} ` : oneLine;
  return `${fence}${inTable ? padded.replaceAll('|', '\\|') : padded}${fence}`;
}

/** Lines in a block whose fence is longer than any run in them. */
export function fenced(lines: readonly string[]): string[] {
  const longest = lines.reduce(
    (most, line) => (line.match(/`+/g) ?? []).reduce((inner, run) => Math.max(inner, run.length), most),
    2,
  );
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, ...lines.map((line) => line.trimEnd()), fence];
}

export interface MarkdownColumn {
  readonly title: string;
  readonly numeric?: boolean;
}

/** A table; cells are Markdown already. */
export function table(columns: readonly MarkdownColumn[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell || '–').join(' | ')} |`;
  return [
    line(columns.map(({ title }) => title)),
    line(columns.map(({ numeric }) => (numeric === true ? '---:' : '---'))),
    ...rows.map(line),
  ];
}
