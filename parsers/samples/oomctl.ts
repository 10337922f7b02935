import type { Line } from '../model/line.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import type { BlockTime } from './moment/moments.ts';
import { isEmpty, type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { decodeUtf8 } from './text/decode.ts';
import { parseQuantity } from './text/quantity.ts';

/**
 * `oomctl`, and the same dump that systemd-oomd logs before it kills: the machine, and each cgroup it watches. Sizes are
 * 1024-based (`FORMAT_BYTES`), pressure in percent.
 *
 * Source: systemd src/oom/oomd-util.c (`oomd_dump_system_context`, `oomd_dump_memory_pressure_cgroup_context`).
 */
export const oomctl = defineFormat({
  name: 'oomctl',
  samples: [
    [
      'System Context:',
      '\tMemory: Used: 85.4M, Total: 455.6M',
      '\tSwap: Used: 112K, Total: 219.9M',
      'Memory Pressure Monitored CGroups:',
      '\tPath: /system.slice/api.service',
      '\t\tMemory Pressure Limit: 60.00%',
      '\t\tPressure: Avg10: 12.50 Avg60: 3.00 Avg300: 1.00 Total: 1s 200ms',
      '\t\tCurrent Memory Usage: 43.3M',
    ].join('\n'),
  ],
  open: readOomctl,
});

interface Draft {
  readonly first: Line;
  last: Line;
  readonly time: BlockTime;
  readonly cgroup: string | null;
  readonly metrics: Metrics;
  quantumBytes: number;
}

function readOomctl({ moments }: FormatContext): BlockReader {
  let draft: Draft | null = null;
  let active = false;

  function close(sink: SampleSink): void {
    const held = draft;
    draft = null;
    if (!held || isEmpty(held.metrics)) return;
    const { first, last, time, cgroup, metrics, quantumBytes } = held;
    sink.sample(
      toSample({
        format: 'oomctl',
        span: spanOf(first, last),
        time,
        scope: cgroup === null ? 'system' : 'cgroup',
        cgroup,
        metrics,
        quantumBytes,
      }),
    );
  }

  function start(line: Line, cgroup: string | null, sink: SampleSink): Draft {
    close(sink);
    draft = {
      first: line,
      last: line,
      time: moments.date(`oomctl ${cgroup ?? ''}`),
      cgroup,
      metrics: {},
      quantumBytes: 1,
    };
    return draft;
  }

  function put(held: Draft, line: Line, metric: string, text: string, sink: SampleSink): void {
    const size = parseQuantity(text);
    if (!size) {
      sink.reject(line, 'unreadable value');
      return;
    }
    held.metrics[metric] = size.bytes;
    held.quantumBytes = Math.max(held.quantumBytes, size.quantumBytes);
    held.last = line;
  }

  return {
    close(sink) {
      close(sink);
      active = false;
    },
    read(line, text, sink) {
      if (!active && !text.includes(':')) return 'foreign';
      const row = text.trim();
      if (row === 'System Context:') {
        start(line, null, sink);
        active = true;
        return 'claimed';
      }
      if (/^(?:Dry Run: (?:yes|no)$|Swap Used Limit: |Default Memory Pressure (?:Limit|Duration): )/.test(row))
        return 'claimed';
      const path = /^Path: (\/.*)$/.exec(row)?.[1];
      if (path !== undefined && (active || /^\t/.test(text))) {
        start(line, decodeUtf8(path), sink);
        active = true;
        return 'claimed';
      }
      if (!active) return 'foreign';
      if (/^(?:Swap|Memory Pressure) Monitored CGroups:$/.test(row)) {
        close(sink);
        return 'claimed';
      }
      if (!draft) return 'foreign';
      const held = draft;
      const both = /^(Memory|Swap): Used: (\S+),? Total: (\S+)$/.exec(row);
      if (both) {
        if (both[1] === 'Memory') put(held, line, 'memTotalBytes', both[3] ?? '', sink);
        else {
          put(held, line, 'swapUsedBytes', (both[2] ?? '').replace(/,$/, ''), sink);
          put(held, line, 'swapTotalBytes', both[3] ?? '', sink);
        }
        return 'claimed';
      }
      const pressure = /^Pressure: Avg10: ([\d.]+),? Avg60: ([\d.]+),? Avg300: ([\d.]+)/.exec(row);
      if (pressure) {
        held.metrics.psiMemoryFullAvg10 = Number(pressure[1]);
        held.metrics.psiMemoryFullAvg60 = Number(pressure[2]);
        held.metrics.psiMemoryFullAvg300 = Number(pressure[3]);
        held.last = line;
        return 'claimed';
      }
      const usage = /^(Current Memory Usage|Swap Usage): (\S+)$/.exec(row);
      if (usage) {
        put(held, line, usage[1] === 'Swap Usage' ? 'cgroupSwapBytes' : 'cgroupUsageBytes', usage[2] ?? '', sink);
        return 'claimed';
      }
      return /^(?:Memory (?:Pressure Limit|Min|Low)|Pressure Duration|Pgscan|Last Pgscan|Swap Usage):/.test(row)
        ? 'claimed'
        : 'foreign';
    },
  };
}
