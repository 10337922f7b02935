/** A place in JSON-like data: keys and indexes joined by dots, `*` for every element or key: `records.*.victims.0.pid`. */
export type DataPath = string;

/** A copy of the value without what these paths name. Elements of lists are named by `*` or by their index. */
export function without(value: unknown, paths: readonly DataPath[]): unknown {
  return paths.reduce((rest, path) => drop(rest, path.split('.')), value);
}

function drop(value: unknown, [key, ...deeper]: readonly string[]): unknown {
  if (key === undefined || value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
    if (name !== key && key !== '*') return [[name, inner]];
    return deeper.length === 0 ? [] : [[name, drop(inner, deeper)]];
  });
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

/** What stands at a path: a list of values where it holds a `*`, undefined where there is nothing. Lists have a `length`. */
export function valueAt(value: unknown, path: DataPath): unknown {
  return follow(value, path.split('.'));
}

function follow(value: unknown, [key, ...deeper]: readonly string[]): unknown {
  if (key === undefined) return value;
  if (value === null || typeof value !== 'object') return undefined;
  if (key === '*') return Object.values(value).map((inner) => follow(inner, deeper));
  return Object.hasOwn(value, key) ? follow((value as Record<string, unknown>)[key], deeper) : undefined;
}
