import { collect, isObject, type JsonFacts, type JsonObject, nobody, whose } from './object-facts.ts';

const nodePaths = {
  rss: 'rssBytes',
  heapUsed: 'heapUsedBytes',
  heapTotal: 'heapCommittedBytes',
  external: 'externalBytes',
};

/** `process.memoryUsage()`, bare or as a member. */
export function nodeMemoryUsage(object: JsonObject): JsonFacts | null {
  const usage = [object, ...Object.values(object)].find(
    (each) => isObject(each) && 'heapUsed' in each && 'heapTotal' in each,
  );
  if (!isObject(usage)) return null;
  const metrics = collect(usage, nodePaths);
  if (!metrics || (metrics.rssBytes ?? 0) < 2 ** 20) return null;
  return { ...nobody, ...whose(object), scope: 'process', metrics };
}
