import { dockerApi } from './docker-api.ts';
import { metricbeat } from './metricbeat.ts';
import { namedMembers } from './named-members.ts';
import { nodeMemoryUsage } from './node-memory-usage.ts';
import type { JsonFacts, JsonObject } from './object-facts.ts';
import { psutil } from './psutil.ts';
import { telegraf } from './telegraf.ts';

/**
 * Reads telegraf, metricbeat, Docker's stats API, psutil dicts, Node's `process.memoryUsage()`, and flat objects whose
 * members name themselves (`"rss_mb": 12`), the latter only where a time is in them: settings name memory too. Empty for
 * anything else.
 */
export function readObject(object: JsonObject, isTimed: boolean): readonly JsonFacts[] {
  const known = telegraf(object) ?? metricbeat(object) ?? dockerApi(object) ?? nodeMemoryUsage(object);
  if (known) return [known];
  const tuples = psutil(object);
  if (tuples.length > 0) return tuples;
  const named = isTimed ? namedMembers(object) : null;
  return named ? [named] : [];
}
