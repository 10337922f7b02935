import type { Line } from '../model/line.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import type { BlockTime } from './moment/moments.ts';
import { meminfoMetrics } from './names/meminfo-keys.ts';
import { isEmpty, type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { commOfName } from './text/comm.ts';
import { parseUint } from './text/numbers.ts';

/**
 * /proc/PID/status and /proc/PID/smaps_rollup, whole or grepped, one process after the other. The pid comes from the file's
 * own line, from a label or from grep's `/proc/PID/status:` before the line; without any of them the sample has none.
 *
 * Source: fs/proc/array.c, fs/proc/task_mmu.c (`task_mem`, `show_smaps_rollup`).
 */
export const procStatus = defineFormat({
  name: 'proc-status',
  samples: [
    [
      'Name:\tjava',
      'Umask:\t0022',
      'State:\tS (sleeping)',
      'Tgid:\t812',
      'Pid:\t812',
      'VmPeak:\t  412044 kB',
      'VmRSS:\t  126044 kB',
      'RssAnon:\t  100000 kB',
      'VmSwap:\t       0 kB',
    ].join('\n'),
    ['/proc/812/status:VmRSS:\t  126044 kB', '/proc/812/status:VmSwap:\t  0 kB'].join('\n'),
    [
      '==> /proc/812/smaps_rollup <==',
      '00400000-7ffc0000 ---p 00000000 00:00 0    [rollup]',
      'Rss:   126044 kB',
      'Pss:    90000 kB',
    ].join('\n'),
  ],
  readsFileName: true,
  open: readStatus,
});

const sizes: Readonly<Record<string, string>> = {
  VmPeak: 'peakVirtualBytes',
  VmSize: 'virtualBytes',
  VmLck: 'lockedBytes',
  VmHWM: 'peakRssBytes',
  VmRSS: 'rssBytes',
  RssAnon: 'rssAnonBytes',
  RssFile: 'rssFileBytes',
  RssShmem: 'rssShmemBytes',
  VmData: 'dataBytes',
  VmPTE: 'pageTablesBytes',
  VmSwap: 'swapBytes',
};
const rollupSizes: Readonly<Record<string, string>> = {
  Rss: 'rssBytes',
  Pss: 'pssBytes',
  Swap: 'swapBytes',
  Locked: 'lockedBytes',
};
/** Keys of smaps_rollup that /proc/meminfo has too. */
const inBoth: ReadonlySet<string> = new Set(['AnonHugePages', 'ShmemPmdMapped', 'FilePmdMapped']);
const mostKeys = 500;
const keyed = /^([A-Za-z][A-Za-z0-9_]{1,30}):\s+(.*)$/;

interface Draft {
  readonly first: Line;
  last: Line;
  readonly time: BlockTime;
  readonly isRollup: boolean;
  pid: number | null;
  comm: string | null;
  readonly metrics: Metrics;
  readonly seen: Set<string>;
}

function readStatus({ moments }: FormatContext): BlockReader {
  let draft: Draft | null = null;

  function close(sink: SampleSink): void {
    const held = draft;
    draft = null;
    if (!held || isEmpty(held.metrics)) return;
    const { first, last, time, pid, comm, metrics } = held;
    sink.sample(
      toSample({
        format: 'proc-status',
        span: spanOf(first, last),
        time,
        scope: 'process',
        pid,
        comm,
        metrics,
        quantumBytes: 1024,
      }),
    );
  }

  function start(line: Line, pid: number | null, isRollup: boolean, sink: SampleSink): Draft {
    close(sink);
    const time = moments.date(`proc-status ${pid ?? moments.label ?? ''}`);
    draft = { first: line, last: line, time, isRollup, pid, comm: null, metrics: {}, seen: new Set() };
    return draft;
  }

  return {
    close,
    // A file that was printed with blank lines between its own is one file still.
    blank: 'part',
    read(line, text, sink) {
      const prefix = /^(?:\/proc\/(\d+)\/|\.?\/?(\d+)\/)?(?:status|smaps_rollup):/.exec(text);
      const rest = prefix ? text.slice(prefix[0].length) : text;
      const named = prefix ?? /\/proc\/(\d+)\/(?:status|smaps_rollup)/.exec(moments.label ?? line.path);
      const pid = named?.[1] ?? named?.[2];
      const labelPid = pid === undefined ? null : Number(pid);
      if (rest.endsWith('[rollup]') && /^[0-9a-f]+-[0-9a-f]+ /.test(rest)) {
        start(line, labelPid, true, sink);
        return 'claimed';
      }
      const match = keyed.exec(rest);
      const key = match?.[1] ?? '';
      const value = match?.[2] ?? '';
      const isOpener = (key === 'Name' && /^Name:\t/.test(rest)) || Object.hasOwn(sizes, key);
      if (!match || (!draft && !isOpener)) return 'foreign';
      const isNext =
        !draft ||
        draft.seen.has(key) ||
        draft.seen.size > mostKeys ||
        (labelPid !== null && draft.pid !== null && draft.pid !== labelPid);
      if (isNext && !isOpener) return 'foreign';
      if (Object.hasOwn(meminfoMetrics, key) && !inBoth.has(key)) {
        close(sink);
        return 'foreign';
      }
      const held = isNext || !draft ? start(line, labelPid, false, sink) : draft;
      held.last = line;
      held.seen.add(key);
      if (key === 'Name') held.comm = commOfName(unescaped(value));
      else if (key === 'Pid') held.pid ??= parseUint(value, 0, value.length);
      const metric = (held.isRollup ? rollupSizes : sizes)[key];
      if (!metric) return 'claimed';
      const kib = value.endsWith(' kB') ? parseUint(value, 0, value.length - 3) : -1;
      if (kib === -1 || kib > Number.MAX_SAFE_INTEGER / 1024) sink.reject(line, 'unreadable value');
      else held.metrics[metric] = kib * 1024;
      return 'claimed';
    },
  };
}

/** The kernel escapes newlines and backslashes in a name. */
function unescaped(name: string): string {
  return name.replace(/\\([n\\])/g, (_, char: string) => (char === 'n' ? '\n' : '\\'));
}
