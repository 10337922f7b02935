import type { Line } from '../model/line.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import type { BlockTime } from './moment/moments.ts';
import { cgroupFile } from './names/cgroup-files.ts';
import { type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { decodeUtf8 } from './text/decode.ts';

/**
 * Pressure stall information: /proc/pressure/{memory,io,cpu,irq} and a cgroup's memory.pressure. Averages are percent of
 * time, `total` microseconds since boot.
 *
 * The lines do not say which resource they speak of: a label, grep's `path:`, or the captured file's name must
 * (`psi_memory.txt`). Lines of an unnamed resource are rejected.
 *
 * Source: kernel/sched/psi.c (`psi_show`).
 */
export const psi = defineFormat({
  name: 'psi',
  samples: [
    [
      '==> /proc/pressure/memory <==',
      'some avg10=0.00 avg60=1.20 avg300=0.40 total=131',
      'full avg10=0.00 avg60=0.90 avg300=0.10 total=99',
    ].join('\n'),
    ['/proc/pressure/io:some avg10=2.47 avg60=1.55 avg300=0.42 total=1603735'].join('\n'),
  ],
  readsFileName: true,
  open: readPsi,
});

const pressure =
  /^(?:(\S+):\s*)?(some|full) avg10=(\d{1,3}\.\d\d) avg60=(\d{1,3}\.\d\d) avg300=(\d{1,3}\.\d\d) total=(\d{1,16})$/;

type Resource = 'Memory' | 'Io' | 'Cpu' | 'Irq';

interface Draft {
  readonly first: Line;
  last: Line;
  readonly time: BlockTime;
  readonly source: string;
  readonly cgroup: string | null;
  readonly metrics: Metrics;
  readonly seen: Set<string>;
}

function readPsi({ moments }: FormatContext): BlockReader {
  let draft: Draft | null = null;

  function close(sink: SampleSink): void {
    const held = draft;
    draft = null;
    if (!held) return;
    sink.sample(
      toSample({
        format: 'psi',
        span: spanOf(held.first, held.last),
        time: held.time,
        scope: held.cgroup === null ? 'system' : 'cgroup',
        cgroup: held.cgroup,
        metrics: held.metrics,
      }),
    );
  }

  return {
    close,
    read(line, text, sink) {
      if (!text.includes(' avg10=')) return 'foreign';
      const match = pressure.exec(text);
      if (!match) {
        if (!/^(?:some|full) avg10=/.test(text)) return 'foreign';
        sink.reject(line, 'unreadable value');
        return 'claimed';
      }
      const [, prefix, kind, avg10, avg60, avg300, total] = match;
      const source = prefix ?? moments.label ?? line.path;
      const resource = resourceOf(source);
      if (!resource) {
        sink.reject(line, 'resource of the pressure is not named');
        return 'claimed';
      }
      if (Math.max(Number(avg10), Number(avg60), Number(avg300)) > 100) {
        sink.reject(line, 'impossible value');
        return 'claimed';
      }
      if (draft && (draft.source !== source || draft.seen.has(kind as string))) close(sink);
      const path = cgroupFile(source)?.cgroup ?? null;
      draft ??= {
        first: line,
        last: line,
        time: moments.date(`psi ${source}`),
        source,
        cgroup: path === null ? null : decodeUtf8(path),
        metrics: {},
        seen: new Set(),
      };
      draft.last = line;
      draft.seen.add(kind as string);
      const name = `psi${resource}${kind === 'some' ? 'Some' : 'Full'}`;
      draft.metrics[`${name}Avg10`] = Number(avg10);
      draft.metrics[`${name}Avg60`] = Number(avg60);
      draft.metrics[`${name}Avg300`] = Number(avg300);
      draft.metrics[`${name}UsTotal`] = Number(total);
      return 'claimed';
    },
  };
}

/** Whole words only: `memory.pressure`, `/proc/pressure/io`, `psi_cpu.txt`. */
function resourceOf(name: string): Resource | null {
  const last = name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  const found = new Set(last.split(/[^a-z]+/));
  if (found.has('memory') || found.has('mem')) return 'Memory';
  if (found.has('io')) return 'Io';
  if (found.has('cpu')) return 'Cpu';
  return found.has('irq') ? 'Irq' : null;
}
