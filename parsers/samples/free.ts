import type { Line } from '../model/line.ts';
import type { RawSample } from '../model/sample.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import { approximate, type Cell, readCells, sizeOf, slackOf, unitFor } from './free/cells.ts';
import { type FreeColumn, freeHeading, layoutOf } from './free/columns.ts';
import type { BlockTime } from './moment/moments.ts';
import { isEmpty, type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleOptions, SampleSink } from './sample-format.ts';
import { decodeUtf8 } from './text/decode.ts';
import { words } from './text/numbers.ts';
import { unitOfFree } from './text/procps-unit.ts';
import { coarser } from './text/quantity.ts';

/**
 * `free` of procps and busybox, all options and ages: blocks with a heading (also in other languages), `-s` loops, `-h`,
 * `-w`, `-t`, `-l`, `-v`, `-L`, the old layout with `-/+ buffers/cache:`, and bare `Mem:` and `Swap:` rows.
 *
 * `used` is not read: total - free up to procps 3.3.9, without buffers and cache up to 4.0.0, total - available since.
 * `cache` holds SReclaimable besides Cached since 3.3.10, therefore it has a name of its own. A bare number's unit is
 * inferred ({@link unitOfFree}) and named in `unitAssumed`. A bare `G` below the wider heading of procps 4 is `--si`; below
 * a narrower one it is taken for 1024^3 as procps up to 3.3.15 prints it, and named, since 3.3.16's `--si` looks the same.
 */
export const free = defineFormat({
  name: 'free',
  samples: [
    [
      '               total        used        free      shared  buff/cache   available',
      'Mem:        24684096      760976    16589400        8788     7660480    23923120',
      'Swap:              0           0           0',
    ].join('\n'),
    [
      '             total       used       free     shared    buffers     cached',
      'Mem:       7927536    6071588    1855948          0      22428     209132',
      '-/+ buffers/cache:    5840028    2087508',
      'Swap:     12582896         92   12582804',
    ].join('\n'),
    [
      '              total        used        free      shared  buff/cache   available',
      'Mem:           3.8Gi       285Mi       3.5Gi       1.0Mi       227Mi       3.5Gi',
      'Swap:          3.8Gi          0B       3.8Gi',
    ].join('\n'),
    ['SwapUse           0 CachUse     7660480 MemUse      760976 MemFree    16589400'].join('\n'),
    ['Mem:           3902         285        3533           1         227        3615'].join('\n'),
  ],
  open: readFree,
});

/** Where `total` stands in the heading of procps 4.0.0 and later. */
const widerHeading = 15;

interface Draft {
  readonly first: Line;
  last: Line;
  readonly time: BlockTime;
  readonly heading: readonly FreeColumn[] | null;
  /** What a bare `G` stands for. */
  readonly base: 1000 | 1024;
  memory: readonly Cell[] | null;
  layout: readonly FreeColumn[] | null;
  swap: readonly Cell[] | null;
  commit: readonly Cell[] | null;
}

const memoryMetrics: Partial<Record<FreeColumn, string>> = {
  total: 'memTotalBytes',
  free: 'memFreeBytes',
  shared: 'shmemBytes',
  buffers: 'buffersBytes',
  cached: 'cacheColumnBytes',
  cache: 'cacheColumnBytes',
  'buff/cache': 'buffCacheColumnBytes',
  available: 'memAvailableBytes',
};

const swapNames = /swap|échange|intercambio|auslager|обмен|подк|vaihto|wymian|takas|スワップ|交换|스왑/i;

function readFree({ options, moments }: FormatContext): BlockReader {
  let draft: Draft | null = null;
  /** Number of words of the line before, where it may be a heading in another language. */
  let headingLike: { readonly words: number; readonly line: Line } | null = null;

  function start(line: Line, heading: readonly FreeColumn[] | null, base: 1000 | 1024, sink: SampleSink): Draft {
    close(sink);
    draft = {
      first: line,
      last: line,
      time: moments.date('free'),
      heading,
      base,
      memory: null,
      layout: null,
      swap: null,
      commit: null,
    };
    return draft;
  }

  function close(sink: SampleSink): void {
    const held = draft;
    draft = null;
    if (!held) return;
    const result = valuesOf(held, options);
    if (result === 'unit unknown') sink.reject(held.first, 'unit unknown');
    else if (!isEmpty(result.metrics))
      sink.sample(toSample({ format: 'free', span: spanOf(held.first, held.last), time: held.time, ...result }));
  }

  function readMemory(line: Line, cells: readonly Cell[], sink: SampleSink): 'claimed' | 'foreign' {
    const beforeWords = headingLike?.words ?? 0;
    const isHeaded = draft?.heading?.length === cells.length && draft.memory === null;
    const layout = isHeaded ? (draft?.heading ?? null) : layoutOf(cells.map(approximate), slackOf(cells));
    if (!layout) {
      if (!draft?.heading || draft.memory) return 'foreign';
      sink.reject(line, 'row does not fit its heading');
      return 'claimed';
    }
    const held =
      isHeaded && draft
        ? draft
        : start(beforeWords === cells.length && headingLike ? headingLike.line : line, null, 1024, sink);
    held.memory = cells;
    held.layout = layout;
    held.last = line;
    return 'claimed';
  }

  function readRow(line: Line, text: string, sink: SampleSink): 'claimed' | 'foreign' {
    const colon = text.indexOf(':');
    if (colon < 1 || colon > 28) return 'foreign';
    const name = text.slice(0, colon);
    if (/[\d[\]]/.test(name)) return 'foreign';
    const cells = readCells(words(text.slice(colon + 1)), draft?.base ?? 1024);
    if (!cells) {
      if (!(name === 'Mem' || name === 'Swap') || !draft) return 'foreign';
      sink.reject(line, 'unreadable value');
      return 'claimed';
    }
    if (name === 'Mem' || (headingLike?.words === cells.length && cells.length >= 6))
      return readMemory(line, cells, sink);
    if (!draft || cells.length > 3 || cells.length < 2) return 'foreign';
    draft.last = line;
    if (cells.length !== 3) return name.startsWith('-/+') ? 'claimed' : 'foreign';
    if (name === 'Comm') draft.commit = cells;
    else if (draft.swap === null && swapNames.test(decodeUtf8(name))) draft.swap = cells;
    return 'claimed';
  }

  return {
    close(sink) {
      close(sink);
      headingLike = null;
    },
    read(line, text, sink) {
      const first = text.charCodeAt(0);
      if (first === 0x20 || first === 0x09 || first === 0x74) {
        const names = words(text);
        const heading = freeHeading(names);
        if (heading) {
          start(line, heading, text.indexOf('total') >= widerHeading ? 1000 : 1024, sink);
          return 'claimed';
        }
        const mayHead = (names.length === 6 || names.length === 7) && first !== 0x74 && !/[\d:=]/.test(text);
        headingLike = mayHead ? { words: names.length, line } : null;
        if (!draft?.memory) return 'foreign';
      }
      const claim =
        first === 0x53 && text.startsWith('SwapUse ') ? readOneLine(line, text, sink) : readRow(line, text, sink);
      if (first !== 0x20 && first !== 0x09) headingLike = null;
      return claim;
    },
  };

  /** `free -L`: `SwapUse N CachUse N MemUse N MemFree N`. */
  function readOneLine(line: Line, text: string, sink: SampleSink): 'claimed' | 'foreign' {
    const match = /^SwapUse +(\S+) CachUse +(\S+) +MemUse +(\S+) MemFree +(\S+) *$/.exec(text);
    const cells = match && readCells(match.slice(1), 1000);
    if (!cells) return 'foreign';
    close(sink);
    const time = moments.date('free');
    const [swapUsed, cache, used, left] = cells as [Cell, Cell, Cell, Cell];
    const unit = unitFor([cache, used, left], [used, left, cache, swapUsed], 1000, options);
    if (!unit) {
      sink.reject(line, 'unit unknown');
      return 'claimed';
    }
    const metrics: Metrics = {};
    let quantumBytes: number | null = null;
    for (const [metric, cell] of [
      ['swapUsedBytes', swapUsed],
      ['buffCacheColumnBytes', cache],
      ['memFreeBytes', left],
    ] as const) {
      const size = sizeOf(cell, unit.bytes);
      metrics[metric] = size.bytes;
      quantumBytes = coarser(quantumBytes, size.quantumBytes);
    }
    sink.sample(
      toSample({ format: 'free', span: spanOf(line), time, metrics, quantumBytes, unitAssumed: unit.assumed }),
    );
    return 'claimed';
  }
}

function valuesOf(
  held: Draft,
  options: SampleOptions,
): { metrics: Metrics; quantumBytes: number | null; unitAssumed: RawSample['unitAssumed'] } | 'unit unknown' {
  const metrics: Metrics = {};
  let quantumBytes: number | null = null;
  const { memory, layout, swap, commit } = held;
  if (!memory || !layout) return { metrics, quantumBytes, unitAssumed: null };
  const unit = unitFor(memory.slice(0, 1), [...memory, ...(swap ?? []), ...(commit ?? [])], held.base, options);
  if (!unit) return 'unit unknown';

  function put(metric: string | undefined, cell: Cell | undefined): void {
    if (!metric || !cell || !unit) return;
    const size = sizeOf(cell, unit.bytes);
    if (size.bytes > Number.MAX_SAFE_INTEGER) return;
    metrics[metric] = size.bytes;
    quantumBytes = coarser(quantumBytes, size.quantumBytes);
  }

  const isOld = layout.includes('cached');
  for (const [index, column] of layout.entries()) {
    const cell = memory[index];
    const isUnusedShared = isOld && column === 'shared' && cell && approximate(cell) === 0;
    if (!isUnusedShared) put(memoryMetrics[column], cell);
  }
  put('swapTotalBytes', swap?.[0]);
  put('swapFreeBytes', swap?.[2]);
  put('commitLimitBytes', commit?.[0]);
  put('committedBytes', commit?.[1]);
  return { metrics, quantumBytes, unitAssumed: unit.assumed };
}
