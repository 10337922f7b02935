const columns = 120;

/**
 * JSON for reading and for comparing line by line: what is short stays on one line, short parts fill lines like words, and
 * what is longer gets lines of its own.
 */
export function layOut(value: unknown, indent = ''): string {
  const flat = JSON.stringify(value) ?? 'null';
  if (value === null || typeof value !== 'object' || indent.length + flat.length <= columns) return flat;
  const deeper = `${indent} `;
  const parts = Array.isArray(value)
    ? value.map((inner) => layOut(inner, deeper))
    : Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${layOut(inner, deeper)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${fill(parts, columns - deeper.length - 1)
    .map((line) => `${deeper}${line}`)
    .join(',\n')}\n${indent}${close}`;
}

function fill(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let full = true;
  for (const part of parts) {
    const line = full ? '' : `${lines.pop()}, `;
    const long = part.includes('\n');
    if (line !== '' && (long || line.length + part.length > width)) lines.push(line.slice(0, -2), part);
    else lines.push(line + part);
    full = long;
  }
  return lines;
}
