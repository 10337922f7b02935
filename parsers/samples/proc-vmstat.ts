import type { Line } from '../model/line.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import type { BlockTime } from './moment/moments.ts';
import { vmstatCounters, vmstatPages, vmstatZoned, vmstatZoneSuffix } from './names/proc-vmstat-keys.ts';
import { isEmpty, type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { parseFlatKey } from './text/flat-key.ts';

/**
 * /proc/vmstat: counters since boot, and page counts that become sizes where the page size is known.
 *
 * Kernels up to 4.x count reclaim zone by zone (`pgscan_direct_dma32`), all count `allocstall_*` so: zones are summed, and
 * a sum whose last line may be missing is dropped. Some keys also stand in a cgroup's memory.stat and memory.events: a
 * block of those alone is read only where a label or the file's name says vmstat.
 *
 * Source: mm/vmstat.c (`vmstat_text`).
 */
export const procVmstat = defineFormat({
  name: 'proc-vmstat',
  samples: [
    ['nr_free_pages 68331', 'nr_page_table_pages 87', 'pswpin 0', 'pswpout 12', 'pgfault 1410', 'oom_kill 1'].join(
      '\n',
    ),
    ['$ grep -E "pswp|oom_kill" /proc/vmstat', 'pswpin 4', 'pswpout 8', 'oom_kill 0'].join('\n'),
  ],
  resemblesKernelLog: true,
  readsFileName: true,
  open: readProcVmstat,
});

/** Keys that no cgroup file has. */
const onlyHere =
  /^(?:nr_|numa_|allocstall|pgalloc_|pgfree$|pageoutrun$|pgrotated$|drop_|kswapd_|zone_reclaim|unevictable_pgs_)/;
/** Keys that may open a block. */
const openers =
  /^(?:nr_|numa_|pgpg|pswp|allocstall|pgalloc_|pgscan_|pgsteal_|pgfault$|pgmajfault$|oom_kill$|workingset_|compact_)/;

interface Draft {
  readonly first: Line;
  last: Line;
  readonly time: BlockTime;
  readonly metrics: Metrics;
  readonly seen: Set<string>;
  /** A zoned sum that further lines may still add to. */
  open: { readonly key: string; readonly metric: string; sum: number } | null;
  certain: boolean;
}

/** Kernels have some two hundred. */
const mostKeys = 2000;

function readProcVmstat({ options, moments }: FormatContext): BlockReader {
  let draft: Draft | null = null;

  const isNamed = (line: Line): boolean => /vmstat/.test(moments.label ?? line.path);
  const isCgroup = (line: Line): boolean => /memory\.(?:stat|events)|cgroup/.test(moments.label ?? line.path);

  function close(sink: SampleSink): void {
    const held = draft;
    draft = null;
    if (!held || isEmpty(held.metrics)) return;
    if (!held.certain) {
      sink.reject(held.first, 'neither /proc/vmstat nor a cgroup is named');
      return;
    }
    const node = /node(\d+)\/vmstat/.exec(moments.label ?? held.first.path)?.[1];
    sink.sample(
      toSample({
        format: 'proc-vmstat',
        span: spanOf(held.first, held.last),
        time: held.time,
        metrics: held.metrics,
        scope: node === undefined ? 'system' : 'zone',
        zone: node === undefined ? null : `node ${node}`,
        quantumBytes: options.pageSizeBytes,
      }),
    );
  }

  function settleSum(held: Draft, key: string): void {
    if (!held.open || key.startsWith(held.open.key)) return;
    held.metrics[held.open.metric] = held.open.sum;
    held.open = null;
  }

  return {
    close,
    read(line, text, sink) {
      const flat = parseFlatKey(text);
      if (!flat) return 'foreign';
      const { key, value } = flat;
      if (!draft && (!openers.test(key) || (isCgroup(line) && !isNamed(line)))) return 'foreign';
      if (draft && (draft.seen.has(key) || draft.seen.size > mostKeys)) close(sink);
      draft ??= {
        first: line,
        last: line,
        time: moments.date('proc-vmstat'),
        metrics: {},
        seen: new Set(),
        open: null,
        certain: isNamed(line),
      };
      draft.last = line;
      draft.seen.add(key);
      draft.certain ||= onlyHere.test(key);
      settleSum(draft, key);
      if (value === -1) return 'claimed';
      const counter = vmstatCounters[key];
      if (counter) draft.metrics[counter.metric] = value * counter.scale;
      else if (vmstatPages[key] && options.pageSizeBytes !== null)
        draft.metrics[vmstatPages[key]] = value * options.pageSizeBytes;
      else addZoned(draft, key, value);
      return 'claimed';
    },
  };
}

function addZoned(draft: Draft, key: string, value: number): void {
  const counter = vmstatZoned.find((each) => key.startsWith(each.key));
  if (!counter) return;
  if (key === counter.key) draft.metrics[counter.metric] = value;
  else if (vmstatZoneSuffix.test(key.slice(counter.key.length))) {
    if (draft.open?.metric !== counter.metric) draft.open = { ...counter, sum: 0 };
    draft.open.sum += value;
  }
}
