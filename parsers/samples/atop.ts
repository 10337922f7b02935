import type { Line } from '../model/line.ts';
import { type BlockReader, defineFormat } from './define-format.ts';
import { epochStamp } from './moment/marker.ts';
import { type BlockTime, noTime } from './moment/moments.ts';
import { isEmpty, type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { commOfName } from './text/comm.ts';
import { decodeUtf8 } from './text/decode.ts';
import { parseDecimal } from './text/numbers.ts';

/**
 * `atop -P MEM,SWP,PAG,PSI,PRM`: `LABEL host epoch date time interval ...`, in pages of the size that each line states. Lines
 * end earlier in older versions: what is not there is absent. Counts of PAG are of the interval, and of all the time since
 * boot behind `RESET`, where they are dropped. Threads are passed over.
 *
 * Source: atop parseable.c.
 */
export const atop = defineFormat({
  name: 'atop',
  samples: [
    [
      'RESET',
      'MEM web04 1780350741 2026/06/01 23:52:21 52 4096 182335 129532 25421 1231 6244 106 3549 0 1918 24 0 2097152 0 0',
      'SWP web04 1780350741 2026/06/01 23:52:21 52 4096 0 0 0 111758 91167 0 0 0',
      'PSI web04 1780350741 2026/06/01 23:52:21 52 y 71.1 43.6 12.3 39824950 0.0 0.0 0.0 0 0.0 0.0 0.0 0 2.5 1.6 0.4 17 0.6 0.5 0.2 5',
      'PRM web04 1780350741 2026/06/01 23:52:21 52 1 (systemd) R 4096 23196 13572 56 23196 13572 5248 190 12112 2548 132 0 1 y 0 0',
      'SEP',
    ].join('\n'),
  ],
  open: readAtop,
});

interface Column {
  readonly metric: string;
  /** `pages` of the size in the line, `rate` per interval in pages or events, `plain` as it is. */
  readonly unit: 'pages' | 'rate' | 'plain';
}

const pages = (metric: string): Column => ({ metric, unit: 'pages' });
const rate = (metric: string): Column => ({ metric, unit: 'rate' });

/** Fields behind the page size, by position. */
const columns: Readonly<Record<string, readonly (Column | null)[]>> = {
  MEM: [
    pages('memTotalBytes'),
    pages('memFreeBytes'),
    pages('cachedBytes'),
    pages('buffersBytes'),
    pages('slabBytes'),
    pages('dirtyBytes'),
    pages('slabReclaimableBytes'),
    pages('balloonBytes'),
    pages('shmemBytes'),
    ...Array<null>(5).fill(null),
    pages('zfsArcBytes'),
    ...Array<null>(4).fill(null),
    pages('pageTablesBytes'),
    ...Array<null>(3).fill(null),
    pages('memAvailableBytes'),
    pages('anonHugePagesBytes'),
  ],
  SWP: [
    pages('swapTotalBytes'),
    pages('swapFreeBytes'),
    // The swap cache in newer versions, a 0 for later use in older ones; newer ones repeat it at the end.
    null,
    pages('committedBytes'),
    pages('commitLimitBytes'),
    pages('swapCachedBytes'),
  ],
  PAG: [null, rate('allocStallsPerSecond'), null, rate('swapInPagesPerSecond'), rate('swapOutPagesPerSecond')],
};

const pressures = ['psiCpuSome', 'psiMemorySome', 'psiMemoryFull', 'psiIoSome', 'psiIoFull'];

interface Draft {
  readonly key: string;
  readonly first: Line;
  last: Line;
  readonly time: BlockTime;
  readonly metrics: Metrics;
  quantumBytes: number | null;
}

const prefix =
  /^(MEM|SWP|PAG|PSI|PRM|CPU|CPL|DSK|NET|cpu|LVM|MDD|NFM|NFC|NFS|GPU|NUM|NUC|LLC|PRG|PRC|PRD|PRN|PRE|IFB|CGR) (\S+) (\d{9,10}) \d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d (\d+) (.*)$/;
const process =
  /^(\d+) \((.*)\) (\S) \d+ (\d+) (\d+) \d+ -?\d+ -?\d+ \d+ \d+ \d+ (\d+) \d+ (\d+) \d+ ([yn])(?: (-?\d+))?(?: (-?\d+))?/;

function readAtop(): BlockReader {
  let draft: Draft | null = null;
  let sinceBoot = false;
  let active = false;

  function close(sink: SampleSink): void {
    const held = draft;
    draft = null;
    if (!held || isEmpty(held.metrics)) return;
    const { first, last, time, metrics, quantumBytes } = held;
    sink.sample(toSample({ format: 'atop', span: spanOf(first, last), time, metrics, quantumBytes }));
  }

  function readSystem(label: string, rest: string, seconds: number, held: Draft): boolean {
    const fields = rest.trim().split(/ +/);
    if (label === 'PSI') return readPressure(fields, held.metrics);
    const pageBytes = Number(fields[0]);
    if (!(pageBytes >= 4096 && pageBytes <= 1_048_576)) return false;
    for (const [index, column] of (columns[label] ?? []).entries()) {
      const text = fields[index + 1];
      if (!column || text === undefined) continue;
      const value = parseDecimal(text);
      if (!(value >= 0)) return false;
      if (column.unit === 'pages') held.metrics[column.metric] = value * pageBytes;
      else if (!sinceBoot && seconds > 0) held.metrics[column.metric] = value / seconds;
    }
    const { swapInPagesPerSecond, swapOutPagesPerSecond } = held.metrics;
    if (swapInPagesPerSecond !== undefined) held.metrics.swapInBytesPerSecond = swapInPagesPerSecond * pageBytes;
    if (swapOutPagesPerSecond !== undefined) held.metrics.swapOutBytesPerSecond = swapOutPagesPerSecond * pageBytes;
    held.quantumBytes = pageBytes;
    return true;
  }

  return {
    close(sink) {
      close(sink);
      active = false;
    },
    read(line, text, sink) {
      if (text === 'SEP' || text === 'RESET') {
        close(sink);
        sinceBoot = text === 'RESET';
        active = true;
        return 'claimed';
      }
      const match = prefix.exec(text);
      if (!match) return 'foreign';
      const [, label = '', host = '', epoch = '', seconds = '', rest = ''] = match;
      const known = label === 'PRM' || label === 'PSI' || Object.hasOwn(columns, label);
      if (!known) return active ? 'claimed' : 'foreign';
      active = true;
      const key = `${host} ${epoch}`;
      if (draft && draft.key !== key) close(sink);
      draft ??= {
        key,
        first: line,
        last: line,
        time: { ...noTime, stamp: epochStamp(epoch, ''), stampBasis: 'written', host: decodeUtf8(host) },
        metrics: {},
        quantumBytes: null,
      };
      const done =
        label === 'PRM' ? readProcess(line, rest, draft.time, sink) : readSystem(label, rest, Number(seconds), draft);
      if (!done) sink.reject(line, 'unreadable value');
      else if (label !== 'PRM') draft.last = line;
      return 'claimed';
    },
  };
}

function readPressure(fields: readonly string[], metrics: Metrics): boolean {
  if (fields[0] !== 'y') return fields[0] === 'n';
  for (const [index, name] of pressures.entries()) {
    const [avg10, avg60, avg300, total] = fields
      .slice(1 + index * 4, 5 + index * 4)
      .map((field) => parseDecimal(field));
    if (total === undefined) return true;
    if (!(avg10! >= 0 && avg60! >= 0 && avg300! >= 0 && total >= 0)) return false;
    metrics[`${name}Avg10`] = avg10!;
    metrics[`${name}Avg60`] = avg60!;
    metrics[`${name}Avg300`] = avg300!;
    metrics[`${name}UsTotal`] = total;
  }
  return true;
}

/** `pid (name) state pagesize vmem rmem vexec vgrow rgrow minflt majflt vlibs vdata vstack vswap tgid isproc pmem vlock`, KiB. */
function readProcess(line: Line, rest: string, time: BlockTime, sink: SampleSink): boolean {
  const match = process.exec(rest);
  if (!match) return false;
  const [, pid, name = '', , virtual, resident, data, swapped, isProcess, pss, locked] = match;
  if (isProcess === 'n' || (virtual === '0' && resident === '0')) return true;
  const metrics: Metrics = {
    virtualBytes: Number(virtual) * 1024,
    rssBytes: Number(resident) * 1024,
    dataBytes: Number(data) * 1024,
    swapBytes: Number(swapped) * 1024,
  };
  if (Number(pss) > 0) metrics.pssBytes = Number(pss) * 1024;
  if (Number(locked) >= 0) metrics.lockedBytes = Number(locked) * 1024;
  sink.sample(
    toSample({
      format: 'atop',
      span: spanOf(line),
      time,
      scope: 'process',
      pid: Number(pid),
      comm: commOfName(name),
      metrics,
      quantumBytes: 1024,
    }),
  );
  return true;
}
