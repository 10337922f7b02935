import { diff } from 'node:util';

/** Removes what a case does not compare: dotted paths, `*` for every element or key. Returns a copy. */
export function without(value: unknown, paths: readonly string[]): unknown {
  return paths.reduce((rest, path) => drop(rest, path.split('.')), value);
}

function drop(value: unknown, path: readonly string[]): unknown {
  const [key, ...deeper] = path;
  if (key === undefined || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((element) => drop(element, key === '*' ? deeper : path));
  const entries = Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
    if (name !== key && key !== '*') return [[name, inner]];
    return deeper.length === 0 ? [] : [[name, drop(inner, deeper)]];
  });
  return Object.fromEntries(entries);
}

/** Lines of context around a difference. */
const context = 2;

/** The lines in which two texts differ, as `-` expected and `+` actual with some lines around, null where they are equal. */
export function lineDifference(expected: string, actual: string): string | null {
  if (expected === actual) return null;
  const changes = diff(actual.split('\n'), expected.split('\n')) as [number, string][];
  const near = changes.map((_, index) =>
    changes.slice(Math.max(0, index - context), index + context + 1).some(([sign]) => sign !== 0),
  );
  const lines: string[] = [];
  let gap = false;
  changes.forEach(([sign, text], index) => {
    if (!near[index]) {
      gap = true;
      return;
    }
    if (gap && lines.length > 0) lines.push('  ...');
    gap = false;
    lines.push(`${sign > 0 ? '+' : sign < 0 ? '-' : ' '} ${text}`);
  });
  return lines.join('\n');
}
