export type YamlValue = string | null | YamlMapping;
export interface YamlMapping {
  readonly [name: string]: YamlValue;
}

const field = /^([A-Za-z_][\w.@/-]{0,127}|"[^"\\]{1,128}"|'[^']{1,128}'):(?: +(.*))?$/;
const deepest = 16;

/**
 * The fields of one item as kubectl and gcloud print it: mappings in mappings, scalars in each style that their libraries write
 * (plain, in quotes, `|`, `>`). Of lists only that they are there: their names are left out. Every scalar is text, `null` is null.
 * No anchors, no tags, no flow collections but `{}` and `[]`.
 */
export function yamlItem(lines: readonly string[]): YamlMapping {
  let at = 0;
  return mapping(indentOf(lines[0] ?? ''), 0);

  function mapping(indent: number, depth: number): YamlMapping {
    const found: Record<string, YamlValue> = {};
    while (at < lines.length) {
      const line = lines[at] ?? '';
      const [, name, value = ''] = indentOf(line) === indent ? (field.exec(line.trim()) ?? []) : [];
      if (line.trim() === '' || (indentOf(line) >= indent && name === undefined)) {
        at += 1;
        continue;
      }
      if (name === undefined) break;
      at += 1;
      const read = valueBehind(value, indent, depth);
      if (read !== undefined && name !== '__proto__') found[name.replace(/^["']|["']$/g, '')] = read;
    }
    return found;
  }

  function valueBehind(written: string, indent: number, depth: number): YamlValue | undefined {
    const style = written.charAt(0);
    if (written === '') return nested(indent, depth);
    if (style === '|' || style === '>') return block(indent, style === '>');
    if (style === "'") return quoted(written, /^'((?:[^']|'')*)'\s*$/, (text) => text.replaceAll("''", "'"));
    if (style === '"') return quoted(written, /^"((?:[^"\\]|\\.)*)"\s*$/s, unescaped);
    if (written === 'null' || written === '~') return null;
    const text = [written, ...deeper(indent)].join(' ');
    return text === '{}' || text === '[]' ? undefined : text;
  }

  /** What stands below a name with no value of its own. */
  function nested(indent: number, depth: number): YamlValue | undefined {
    const next = lines.slice(at).find((line) => line.trim() !== '') ?? '';
    if (indentOf(next) <= indent) return next.trim().startsWith('- ') ? undefined : null;
    if (depth < deepest && field.test(next.trim())) return mapping(indentOf(next), depth + 1);
    deeper(indent);
    return undefined;
  }

  /** The lines that are set in further than a name, without their indentation. */
  function deeper(indent: number): string[] {
    const from = at;
    while (at < lines.length && (indentOf(lines[at] ?? '') > indent || (lines[at] ?? '').trim() === '')) at += 1;
    return lines.slice(from, at).flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  }

  function block(indent: number, isFolded: boolean): string {
    const from = at;
    deeper(indent);
    const held = lines.slice(from, at);
    const inset = Math.min(...held.filter((line) => line.trim() !== '').map(indentOf));
    const text = held.map((line) => line.slice(inset));
    return text.join(isFolded ? ' ' : '\n').trimEnd();
  }

  /** Further lines of a text in quotes are joined by a space; an empty one is a line break. */
  function quoted(begin: string, whole: RegExp, decode: (text: string) => string): string {
    let text = begin.trimEnd();
    for (; !whole.test(text) && at < lines.length; at += 1) {
      const more = (lines[at] ?? '').trim();
      if (text.endsWith('\\') && begin.startsWith('"')) text = `${text.slice(0, -1)}${more}`;
      else text += more === '' ? '\n' : text.endsWith('\n') ? more : ` ${more}`;
    }
    return decode(whole.exec(text)?.[1] ?? text.slice(1));
  }
}

export const indentOf = (line: string): number => line.length - line.trimStart().length;

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0', e: '\x1b', a: '\x07' };

/** The escapes of a text in double quotes; one that is not known stands for itself (`\"`, `\\`, `\ `). */
function unescaped(text: string): string {
  return text.replace(/\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|(.))/gs, (_, byte, unit, sign) => {
    const code: string | undefined = byte ?? unit;
    return code === undefined ? (escapes[sign] ?? sign) : String.fromCharCode(Number.parseInt(code, 16));
  });
}
