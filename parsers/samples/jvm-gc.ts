import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import { type BlockTime, noTime } from './moment/moments.ts';
import { parseTimeField } from './moment/time-field.ts';
import { spanOf, toSample } from './sample-draft.ts';

/**
 * Garbage collection logs of HotSpot: what of the heap is in use after each collection, and its size. Unified logs (JDK 9 and
 * later, `-Xlog:gc`) and those of JDK 8 and before (`-XX:+PrintGC`, also with details). Times since the JVM's start are no
 * times of the machine.
 *
 * Source: HotSpot gc/shared/gcTraceTime.cpp (`log_stop`), JDK 21; gc_implementation/shared of JDK 8.
 */
export const jvmGc = defineFormat({
  name: 'jvm-gc',
  samples: [
    [
      '[2026-11-20T09:35:00.123+0000][info][gc] GC(12) Pause Young (Normal) (G1 Evacuation Pause) 512M->300M(1024M) 12.345ms',
      '[2026-11-20T09:35:09.456+0000][info][gc] GC(13) Pause Full (G1 Compaction Pause) 1000M->900M(1024M) 212.345ms',
    ].join('\n'),
    '2026-11-20T09:35:00.123+0000: 12.345: [GC (Allocation Failure) [PSYoungGen: 65536K->10720K(76288K)] 65536K->10736K(251392K), 0.0123 secs]',
  ],
  open: readJvmGc,
});

const unified =
  /^((?:\[[^\]\n]{1,48}\])+) ?GC\(\d+\) (?:Pause|Concurrent|Garbage Collection)\b[^:]{0,160}? \d+[KMG](?:\(\d+%\))?->(\d+)([KMG])\((?:(\d+)([KMG])|\d+%)\)(?: [\d.,]+m?s)?$/;
const ofCollector = /^(?:\[[^\]\n]{1,48}\])+\[gc[\w,]{0,40} *\]/;
const earlier = /^(?:(\d{4}-\d\d-\d\dT[\d:.+-]+): )?(?:\d+[.,]\d+: )?\[(?:Full )?GC\b/;
/** Parts of the heap, each with its own arrow; the whole heap's stands outside of them. */
const generations = /\[(?:PS|Par|Def|CMS|Tenured|Metaspace|Perm)\w*[^[\]]*\]/g;
const wholeHeap = /\s\d+([KMG])->(\d+)\1\((\d+)\1\)/;

const unitBytes: Readonly<Record<string, number>> = { K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

interface Collection {
  readonly time: BlockTime | null;
  readonly used: number;
  readonly size: number | null;
  readonly quantumBytes: number;
}

function readJvmGc({ moments }: FormatContext): BlockReader {
  return {
    byRow: true,
    close() {},
    read(line, text, sink) {
      const found = text.includes('->') ? (readUnified(text) ?? readEarlier(text)) : null;
      // Phases, regions, pauses of the same log.
      if (!found) return text.charCodeAt(0) === 0x5b && ofCollector.test(text) ? 'claimed' : 'foreign';
      const { used, size, quantumBytes } = found;
      sink.sample(
        toSample({
          format: 'jvm-gc',
          span: spanOf(line),
          time: found.time ?? moments.date('jvm-gc'),
          scope: 'process',
          metrics: { heapUsedBytes: used, ...(size !== null && { heapCommittedBytes: size }) },
          quantumBytes,
        }),
      );
      return 'claimed';
    },
  };
}

function readUnified(text: string): Collection | null {
  const match = unified.exec(text);
  if (!match) return null;
  const [, decorations = '', used, unit = '', size, sizeUnit = ''] = match;
  const quantumBytes = unitBytes[unit] ?? 1;
  return {
    time: timeOf(/\[(\d{4}-\d\d-\d\dT[^\]]+)\]/.exec(decorations)?.[1]),
    used: Number(used) * quantumBytes,
    size: size === undefined ? null : Number(size) * (unitBytes[sizeUnit] ?? 1),
    quantumBytes,
  };
}

function readEarlier(text: string): Collection | null {
  const opening = earlier.exec(text);
  const match = opening && wholeHeap.exec(text.replace(generations, ''));
  if (!match) return null;
  const quantumBytes = unitBytes[match[1] ?? ''] ?? 1;
  return {
    time: timeOf(opening[1]),
    used: Number(match[2]) * quantumBytes,
    size: Number(match[3]) * quantumBytes,
    quantumBytes,
  };
}

function timeOf(text: string | undefined): BlockTime | null {
  const time = text === undefined ? null : parseTimeField(text);
  return time && 'stamp' in time ? { ...noTime, stamp: time.stamp, stampBasis: 'written' } : null;
}
