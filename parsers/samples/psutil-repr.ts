import type { SampleScope } from '../model/sample.ts';
import { defineFormat } from './define-format.ts';
import { isEmpty, type Metrics, spanOf, toSample } from './sample-draft.ts';

/**
 * What Python prints of psutil's tuples: `svmem(total=..., available=..., percent=37.6, ...)`, `sswap(...)`, `pmem(rss=...)`,
 * `pfullmem(...)`, in bytes.
 */
export const psutilRepr = defineFormat({
  name: 'psutil-repr',
  samples: [
    'svmem(total=10367352832, available=6472179712, percent=37.6, used=8186245120, free=2181107712, shared=787554304)',
    'pmem(rss=15691776, vms=21979136, shared=5246976, text=2383872, lib=0, data=8388608, dirty=0)',
  ],
  open: ({ moments }) => ({
    byRow: true,
    close() {},
    read(line, text, sink) {
      if (text.length > longestTuple || !text.includes('(')) return 'foreign';
      const match = /\b(svmem|sswap|pmem|pfullmem)\(((?:\w+=[\d.]+(?:, )?)+)\)\s*$/.exec(text);
      const kind = match?.[1] ?? '';
      const tuple = tuples[kind];
      if (!match || !tuple) return 'foreign';
      const metrics: Metrics = {};
      for (const [, key = '', digits = ''] of (match[2] ?? '').matchAll(/(\w+)=([\d.]+)/g)) {
        const metric = tuple.fields[key];
        const value = Number(digits);
        if (metric && Number.isFinite(value) && value <= Number.MAX_SAFE_INTEGER) metrics[metric] = value;
      }
      if (isEmpty(metrics)) return 'foreign';
      const time = moments.date(`psutil-repr ${kind}`);
      sink.sample(
        toSample({ format: 'psutil-repr', span: spanOf(line), time, scope: tuple.scope, metrics, quantumBytes: 1 }),
      );
      return 'claimed';
    },
  }),
});

const longestTuple = 600;

const memory = {
  total: 'memTotalBytes',
  available: 'memAvailableBytes',
  percent: 'memUsedPercent',
  used: 'memUsedBytes',
  free: 'memFreeBytes',
  active: 'activeBytes',
  inactive: 'inactiveBytes',
  buffers: 'buffersBytes',
  cached: 'cachedBytes',
  shared: 'shmemBytes',
  slab: 'slabBytes',
};
const swap = {
  total: 'swapTotalBytes',
  used: 'swapUsedBytes',
  free: 'swapFreeBytes',
  percent: 'swapUsedPercent',
  sin: 'swapInBytesTotal',
  sout: 'swapOutBytesTotal',
};
const process = {
  rss: 'rssBytes',
  vms: 'virtualBytes',
  shared: 'sharedBytes',
  data: 'dataBytes',
  uss: 'ussBytes',
  pss: 'pssBytes',
  swap: 'swapBytes',
};
const tuples: Readonly<
  Record<string, { readonly scope: SampleScope; readonly fields: Readonly<Record<string, string>> }>
> = {
  svmem: { scope: 'system', fields: memory },
  sswap: { scope: 'system', fields: swap },
  pmem: { scope: 'process', fields: process },
  pfullmem: { scope: 'process', fields: process },
};
