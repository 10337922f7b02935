import type { RawSample } from '../../model/sample.ts';
import type { MeasuredSample } from '../names/measurement.ts';
import type { Metrics } from '../sample-draft.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** What one JSON object says about memory. */
export interface JsonFacts extends MeasuredSample {
  readonly unitAssumed: RawSample['unitAssumed'];
}

export const nobody = { host: null, pid: null, comm: null, cgroup: null, unitAssumed: null } as const;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function at(value: unknown, path: string): unknown {
  let here = value;
  for (const key of path.split('.')) {
    if (!isObject(here)) return undefined;
    here = here[key];
  }
  return here;
}

/** A member by its path, nested or with dots in its name. */
export function numberAt(object: JsonObject, path: string): number | null {
  const value = object[path] ?? at(object, path);
  return typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER ? value : null;
}

export function textAt(object: JsonObject, ...paths: string[]): string | null {
  for (const path of paths) {
    const value = object[path] ?? at(object, path);
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}

export function collect(object: JsonObject, paths: Readonly<Record<string, string>>, scale = 1): Metrics | null {
  const metrics: Metrics = {};
  let found = false;
  for (const path in paths) {
    const value = numberAt(object, path);
    if (value === null) continue;
    metrics[paths[path] as string] ??= value * scale;
    found = true;
  }
  return found ? metrics : null;
}

/** Whom an object speaks of, by its own members. */
export function whose(object: JsonObject): Pick<JsonFacts, 'host' | 'pid' | 'comm' | 'cgroup'> {
  const pid = numberAt(object, 'pid');
  return {
    host: textAt(object, 'host', 'hostname', 'node', 'host.name'),
    pid: pid !== null && Number.isInteger(pid) && pid > 0 ? pid : null,
    comm: textAt(object, 'comm', 'process', 'process_name', 'cmd'),
    cgroup: textAt(object, 'cgroup', 'container', 'pod'),
  };
}
