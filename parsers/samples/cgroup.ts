import type { Line } from '../model/line.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import type { BlockTime } from './moment/moments.ts';
import { type CgroupFile, cgroupFile, valueFiles } from './names/cgroup-files.ts';
import { isEmpty, type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { decodeUtf8 } from './text/decode.ts';
import { parseFlatKey } from './text/flat-key.ts';
import { parseUint } from './text/numbers.ts';

/**
 * Files of the memory controller, cgroup v1 and v2: `memory.stat`, `memory.events`, and the files that hold one number.
 *
 * A label (`==> .../memory.current <==`, `$ cat .../memory.max`, grep's `path:value`) or the captured file's own name says
 * which cgroup and, for a bare number, which file it is. `max` and v1's 9223372036854771712 are no limit: absent.
 * Of v1's local and `total_` values the hierarchical ones count, as they do for the limit.
 *
 * Source: mm/memcontrol.c (`memory_stat_format`, `memcg_stat_show`, `__memory_events_show`).
 */
export const cgroup = defineFormat({
  name: 'cgroup',
  samples: [
    ['anon 34091008', 'file 0', 'kernel 188416', 'shmem 0', 'slab 34592', 'pgmajfault 3'].join('\n'),
    ['oom_kill_disable 0', 'under_oom 0', 'oom_kill 2'].join('\n'),
    ['low 0', 'high 0', 'max 18', 'oom 1', 'oom_kill 4', 'oom_group_kill 1'].join('\n'),
    ['cache 0', 'rss 1081344', 'swap 0', 'hierarchical_memory_limit 67108864', 'total_rss 1081344'].join('\n'),
    ['==> /sys/fs/cgroup/system.slice/api.service/memory.current <==', '34279424'].join('\n'),
    ['/sys/fs/cgroup/system.slice/api.service/memory.max:134217728'].join('\n'),
    ['current 34279424 max 134217728'].join('\n'),
  ],
  resemblesKernelLog: true,
  readsFileName: true,
  open: readCgroup,
});

/** memory.stat of v2 and v1, amounts in bytes. */
const amounts: Readonly<Record<string, string>> = {
  anon: 'anonBytes',
  file: 'cachedBytes',
  cache: 'cachedBytes',
  rss: 'anonBytes',
  rss_huge: 'anonHugePagesBytes',
  anon_thp: 'anonHugePagesBytes',
  kernel: 'cgroupKernelBytes',
  kernel_stack: 'kernelStackBytes',
  pagetables: 'pageTablesBytes',
  sec_pagetables: 'secondaryPageTablesBytes',
  percpu: 'percpuBytes',
  sock: 'socketBytes',
  vmalloc: 'vmallocUsedBytes',
  shmem: 'shmemBytes',
  zswap: 'zswapPoolBytes',
  zswapped: 'zswappedBytes',
  file_mapped: 'mappedBytes',
  mapped_file: 'mappedBytes',
  file_dirty: 'dirtyBytes',
  dirty: 'dirtyBytes',
  file_writeback: 'writebackBytes',
  writeback: 'writebackBytes',
  swap: 'cgroupSwapBytes',
  inactive_anon: 'inactiveAnonBytes',
  active_anon: 'activeAnonBytes',
  inactive_file: 'inactiveFileBytes',
  active_file: 'activeFileBytes',
  unevictable: 'unevictableBytes',
  slab: 'slabBytes',
  slab_reclaimable: 'slabReclaimableBytes',
  slab_unreclaimable: 'slabUnreclaimableBytes',
  hierarchical_memory_limit: 'cgroupLimitBytes',
  hierarchical_memsw_limit: 'cgroupMemswLimitBytes',
};

/** Counters of memory.stat and memory.events. v1's pgpgin and pgpgout count charges, not paging: left out. */
const events: Readonly<Record<string, string>> = {
  pgfault: 'faultsTotal',
  pgmajfault: 'majorFaultsTotal',
  pgscan_direct: 'directScanPagesTotal',
  pgsteal_direct: 'directStealPagesTotal',
  pgscan_kswapd: 'kswapdScanPagesTotal',
  pgsteal_kswapd: 'kswapdStealPagesTotal',
  pswpin: 'swapInPagesTotal',
  pswpout: 'swapOutPagesTotal',
  workingset_refault_anon: 'refaultAnonPagesTotal',
  workingset_refault_file: 'refaultFilePagesTotal',
  low: 'cgroupLowTotal',
  high: 'cgroupHighTotal',
  max: 'cgroupMaxTotal',
  oom: 'cgroupOomTotal',
  oom_kill: 'oomKillCount',
  oom_group_kill: 'cgroupOomGroupKillTotal',
};

/** First keys of memory.stat (v2, v1), memory.events and v1's memory.oom_control. */
const openers = new Set(['anon', 'cache', 'low', 'total_cache', 'oom_kill_disable']);

interface Draft {
  readonly first: Line;
  last: Line;
  readonly time: BlockTime;
  readonly cgroup: string | null;
  readonly metrics: Metrics;
  readonly seen: Set<string>;
}

/** memory.stat has some eighty. */
const mostKeys = 2000;

function readCgroup({ moments }: FormatContext): BlockReader {
  let draft: Draft | null = null;
  let named: { readonly name: string; readonly file: CgroupFile | null } | null = null;

  function nameFor(line: Line): CgroupFile | null {
    const name = moments.label ?? line.path;
    if (named?.name !== name) named = { name, file: cgroupFile(name) };
    return named.file;
  }

  function close(sink: SampleSink): void {
    const held = draft;
    draft = null;
    if (!held || isEmpty(held.metrics)) return;
    const { metrics } = held;
    const { cgroupUsageBytes, inactiveFileBytes } = metrics;
    if (cgroupUsageBytes !== undefined && inactiveFileBytes !== undefined)
      metrics.workingSetBytes = Math.max(0, cgroupUsageBytes - inactiveFileBytes);
    sink.sample(
      toSample({
        format: 'cgroup',
        span: spanOf(held.first, held.last),
        time: held.time,
        scope: 'cgroup',
        cgroup: held.cgroup === null ? null : decodeUtf8(held.cgroup),
        metrics,
        quantumBytes: 1,
      }),
    );
  }

  function draftFor(line: Line, path: string | null, key: string, sink: SampleSink): Draft {
    if (draft && (draft.cgroup !== path || draft.seen.has(key) || draft.seen.size > mostKeys)) close(sink);
    draft ??= {
      first: line,
      last: line,
      time: moments.date(`cgroup ${path ?? ''} ${key}`),
      cgroup: path,
      metrics: {},
      seen: new Set(),
    };
    draft.last = line;
    draft.seen.add(key);
    return draft;
  }

  function readKey(line: Line, text: string, file: CgroupFile | null, sink: SampleSink): boolean {
    const flat = parseFlatKey(text);
    if (!flat) return false;
    const { key, value } = flat;
    const isNamed = file !== null && /^memory\.(?:stat|events|oom_control)/.test(file.file);
    const name = key.startsWith('total_') ? key.slice(6) : key;
    const known = Object.hasOwn(amounts, name) || Object.hasOwn(events, name);
    if (!draft && !openers.has(key) && !(isNamed && known)) return false;
    const held = draftFor(line, file?.cgroup ?? null, key, sink);
    if (value === -1) return true;
    const metric = amounts[name] ?? events[name];
    if (metric) held.metrics[metric] = value;
    return true;
  }

  function readValue(line: Line, text: string, file: CgroupFile | null, sink: SampleSink): boolean {
    const metric = file ? valueFiles[file.file] : undefined;
    if (!file?.file.startsWith('memory.')) return false;
    const digits = text.trim();
    if (!/^(?:\d{1,20}|max|-1)$/.test(digits)) return false;
    if (!metric) return true;
    const held = draftFor(line, file.cgroup, file.file, sink);
    const value = parseUint(digits, 0, digits.length);
    if (value !== -1) held.metrics[metric] = value;
    return true;
  }

  /** Our sampler's one line for both: `current 34279424 max 134217728`, numbers missing once the cgroup is gone. */
  function readPair(line: Line, text: string, file: CgroupFile | null, sink: SampleSink): boolean {
    const match = /^current (\d*) max (\d+|max|)$/.exec(text);
    if (!match) return false;
    const held = draftFor(line, file?.cgroup ?? null, 'current', sink);
    if (match[1]) held.metrics.cgroupUsageBytes = Number(match[1]);
    const limit = match[2] ? parseUint(match[2], 0, match[2].length) : -1;
    if (limit !== -1) held.metrics.cgroupLimitBytes = limit;
    return true;
  }

  return {
    close,
    read(line, text, sink) {
      const first = text.charCodeAt(0);
      if (first === 0x2f || first === 0x6d || first === 0x2e) {
        const colon = text.lastIndexOf(':');
        const file = colon > 0 ? cgroupFile(text.slice(0, colon)) : null;
        if (file) {
          const rest = text.slice(colon + 1);
          return readKey(line, rest, file, sink) || readValue(line, rest, file, sink) ? 'claimed' : 'foreign';
        }
      }
      const isPlain = (first >= 0x61 && first <= 0x7a) || (first >= 0x30 && first <= 0x39) || first === 0x2d;
      if (!isPlain) return 'foreign';
      const file = nameFor(line);
      const read =
        readKey(line, text, file, sink) || readPair(line, text, file, sink) || readValue(line, text, file, sink);
      return read ? 'claimed' : 'foreign';
    },
  };
}
