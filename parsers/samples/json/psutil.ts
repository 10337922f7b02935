import { isEmpty, type Metrics } from '../sample-draft.ts';
import { collect, isObject, type JsonFacts, type JsonObject, nobody, whose } from './object-facts.ts';

const psutilMemory = {
  total: 'memTotalBytes',
  available: 'memAvailableBytes',
  free: 'memFreeBytes',
  used: 'memUsedBytes',
  buffers: 'buffersBytes',
  cached: 'cachedBytes',
  shared: 'shmemBytes',
  slab: 'slabBytes',
  active: 'activeBytes',
  inactive: 'inactiveBytes',
  percent: 'memUsedPercent',
};
const psutilSwap = {
  total: 'swapTotalBytes',
  free: 'swapFreeBytes',
  used: 'swapUsedBytes',
  sin: 'swapInBytesTotal',
  sout: 'swapOutBytesTotal',
  percent: 'swapUsedPercent',
};
const psutilProcess = {
  rss: 'rssBytes',
  vms: 'virtualBytes',
  shared: 'sharedBytes',
  pss: 'pssBytes',
  uss: 'ussBytes',
  swap: 'swapBytes',
  data: 'dataBytes',
};

/** `virtual_memory()._asdict()`, `swap_memory()`, `memory_info()`, bare or as members of one object: machine and process. */
export function psutil(object: JsonObject): JsonFacts[] {
  const system: Metrics = {};
  const process: Metrics = {};
  for (const each of [object, ...Object.values(object)]) {
    if (!isObject(each)) continue;
    const isMemory = 'total' in each && 'available' in each && 'percent' in each;
    const isSwap = 'sin' in each && 'sout' in each;
    const isProcess = 'rss' in each && 'vms' in each;
    const values = collect(each, isMemory ? psutilMemory : isSwap ? psutilSwap : isProcess ? psutilProcess : {});
    // Numbers this small are no bytes: somebody has divided them.
    if (!values || (values.memTotalBytes ?? values.rssBytes ?? 2 ** 20) < 2 ** 20) continue;
    Object.assign(isProcess ? process : system, values);
  }
  const identity = { ...nobody, ...whose(object) };
  const facts: JsonFacts[] = [];
  if (!isEmpty(system))
    facts.push({ ...identity, pid: null, comm: null, cgroup: null, scope: 'system', metrics: system });
  if (!isEmpty(process)) facts.push({ ...identity, scope: 'process', metrics: process });
  return facts;
}
