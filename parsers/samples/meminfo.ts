import type { Line } from '../model/line.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import type { BlockTime } from './moment/moments.ts';
import { hugePageCounts, meminfoMetrics } from './names/meminfo-keys.ts';
import { isEmpty, type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { parseUint } from './text/numbers.ts';

/** A key that was met, with what it means. */
interface Key {
  /** As it stands on the line: `MemTotal:`. */
  readonly prefix: string;
  readonly metric: string | null;
  readonly hugePages: string | null;
  readonly isPageSize: boolean;
  /** The draft that has it already. */
  seenIn: Draft | null;
}

interface Draft {
  readonly first: Line;
  last: Line;
  readonly node: string | null;
  readonly time: BlockTime;
  readonly metrics: Metrics;
  readonly hugePages: Metrics;
  hugePageBytes: number;
}

/**
 * /proc/meminfo, whole or filtered by grep, one snapshot or many, and /sys/devices/system/node/nodeN/meminfo.
 *
 * A snapshot ends at a marker, at a blank line, or where a key comes a second time. `HugePages_*` are counts of pages of
 * `Hugepagesize`; without that line they are left out. Inside a container the values are the host's.
 *
 * Source: fs/proc/meminfo.c (`show_val_kb`), drivers/base/node.c (`node_read_meminfo`).
 */
export const meminfo = defineFormat({
  name: 'meminfo',
  samples: [
    [
      'Fri Nov 20 09:35:43 UTC 2026',
      'MemTotal:       24684096 kB',
      'MemFree:        19200132 kB',
      'MemAvailable:   23880796 kB',
      'Active(anon):       1596 kB',
      'HugePages_Total:       0',
      'Hugepagesize:       2048 kB',
    ].join('\n'),
    ['Node 0 MemTotal:         224368 kB', 'Node 0 MemFree:          204836 kB', 'Node 0 FilePages:   4980 kB'].join(
      '\n',
    ),
    ['SwapTotal:       524284 kB', 'SwapFree:        524284 kB'].join('\n'),
  ],
  open: readMeminfo,
});

/** Keys of no interest that stand in nearly every snapshot. */
const passedOver = 'VmallocTotal VmallocChunk NFS_Unstable MemUsed DirectMap4k DirectMap2M DirectMap1G HugePages_Surp';
const longestKey = 20;

function knownKeys(): Map<string, Key> {
  const keys = new Map<string, Key>();
  const put = (name: string, facts: Partial<Key>): void => {
    keys.set(name, { prefix: `${name}:`, metric: null, hugePages: null, isPageSize: false, seenIn: null, ...facts });
  };
  for (const [name, metric] of Object.entries(meminfoMetrics)) put(name, { metric });
  for (const [name, hugePages] of Object.entries(hugePageCounts)) put(name, { hugePages });
  put('Hugepagesize', { isPageSize: true });
  for (const name of passedOver.split(' ')) put(name, {});
  return keys;
}

/** Such a key opens no snapshot; any other may, since people grep for the lines they want. */
const saysNothing = (key: Key): boolean => key.metric === null && key.hugePages === null && !key.isPageSize;

/** What /proc/PID/smaps says of each mapping in the same words. */
const alsoInSmaps: ReadonlySet<string> = new Set(['AnonHugePages', 'ShmemPmdMapped', 'FilePmdMapped']);
const mapping = /^[0-9a-f]+-[0-9a-f]+ [r-][w-][x-][ps] /;

function readMeminfo({ moments }: FormatContext): BlockReader {
  /** A process' mappings were listed, and nothing of the machine since. */
  let inMaps = false;
  const keys = knownKeys();
  /** The order of the last snapshot's keys: the next one has the same, so that a comparison finds them. */
  const order: Key[] = [];
  let next = 0;
  let draft: Draft | null = null;

  function close(sink: SampleSink): void {
    const held = draft;
    draft = null;
    next = 0;
    if (!held) return;
    const { metrics } = held;
    for (const name in held.hugePages) {
      if (held.hugePageBytes > 0) metrics[name] ??= (held.hugePages[name] as number) * held.hugePageBytes;
      else if (held.hugePages[name] === 0) metrics[name] ??= 0;
    }
    if (isEmpty(metrics)) return;
    sink.sample(
      toSample({
        format: 'meminfo',
        span: spanOf(held.first, held.last),
        time: held.time,
        metrics,
        scope: held.node === null ? 'system' : 'zone',
        zone: held.node,
        quantumBytes: 1024,
      }),
    );
  }

  /** The key at `from`, null where there is none or where it may not stand outside of a snapshot. */
  function keyAt(text: string, from: number): Key | null {
    const expected = order[next];
    if (expected && text.startsWith(expected.prefix, from)) {
      next += 1;
      return expected;
    }
    const colon = text.indexOf(':', from);
    if (colon <= from || colon - from > longestKey) return null;
    const name = text.slice(from, colon);
    let key = keys.get(name);
    if (!key) {
      if (!draft || keys.size > 500 || !isKey(name)) return null;
      key = { prefix: `${name}:`, metric: null, hugePages: null, isPageSize: false, seenIn: null };
      keys.set(name, key);
    }
    if (!draft && (saysNothing(key) || (inMaps && alsoInSmaps.has(name)))) return null;
    next = order.indexOf(key) + 1;
    if (next === 0) next = order.push(key);
    return key;
  }

  function draftFor(line: Line, node: string | null, key: Key, sink: SampleSink): Draft {
    if (draft && draft.node === node && key.seenIn !== draft) return draft;
    close(sink);
    next = order.indexOf(key) + 1;
    draft = {
      first: line,
      last: line,
      node,
      time: moments.date(node ?? 'meminfo'),
      metrics: {},
      hugePages: {},
      hugePageBytes: 0,
    };
    return draft;
  }

  return {
    close,
    row(line) {
      const key = order[next];
      if (!draft || draft.node !== null || !key || key.seenIn === draft || !line.text.startsWith(key.prefix))
        return false;
      const isCount = key.hugePages !== null;
      const number = readNumber(line.text, key.prefix.length, isCount ? '' : ' kB');
      if (number === -1) return false;
      if (key.metric !== null) draft.metrics[key.metric] = number * 1024;
      else if (key.hugePages !== null) draft.hugePages[key.hugePages] = number;
      else if (key.isPageSize) draft.hugePageBytes = number * 1024;
      draft.last = line;
      key.seenIn = draft;
      next += 1;
      return true;
    },
    read(line, text, sink) {
      if (mapping.test(text)) {
        close(sink);
        inMaps = true;
        return 'foreign';
      }
      const nodeEnd = text.startsWith('Node ') ? text.indexOf(' ', 5) + 1 : 0;
      const key = keyAt(text, nodeEnd);
      if (!key) return 'foreign';
      const value = readValue(text, nodeEnd + key.prefix.length);
      if (value === null) {
        if (saysNothing(key) || !draft) return 'foreign';
        sink.reject(line, 'unreadable value');
        return 'claimed';
      }
      const node = nodeEnd === 0 ? null : text.slice(0, nodeEnd - 1).toLowerCase();
      const held = draftFor(line, node, key, sink);
      inMaps = false;
      held.last = line;
      key.seenIn = held;
      if (key.metric !== null) {
        if (value.kiB) held.metrics[key.metric] = value.number * 1024;
        else sink.reject(line, 'unit missing');
      } else if (key.isPageSize && value.kiB) held.hugePageBytes = value.number * 1024;
      else if (key.hugePages !== null && !value.kiB) held.hugePages[key.hugePages] = value.number;
      return 'claimed';
    },
  };
}

/** The number between blanks and this unit at the end of the line, -1 for anything else. */
function readNumber(text: string, from: number, unit: string): number {
  let start = from;
  while (text.charCodeAt(start) === 0x20) start += 1;
  if (start === from || !text.endsWith(unit)) return -1;
  const number = parseUint(text, start, text.length - unit.length);
  return number > Number.MAX_SAFE_INTEGER / 1024 ? -1 : number;
}

/** `  24684096 kB` or `   0`; null for anything else, also for a number that lost its unit or its tail. */
function readValue(text: string, from: number): { number: number; kiB: boolean } | null {
  let start = from;
  while (text.charCodeAt(start) === 0x20 || text.charCodeAt(start) === 0x09) start += 1;
  if (start === from) return null;
  let end = text.length;
  while (text.charCodeAt(end - 1) === 0x20) end -= 1;
  const kiB = text.endsWith(' kB', end);
  const number = parseUint(text, start, kiB ? end - 3 : end);
  return number === -1 || number > Number.MAX_SAFE_INTEGER / 1024 ? null : { number, kiB };
}

function isKey(key: string): boolean {
  return /^[A-Z][A-Za-z0-9_]*(?:\([a-z]+\))?$/.test(key);
}
