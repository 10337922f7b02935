import type { Line } from '../model/line.ts';
import type { RawSample } from '../model/sample.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import type { BlockTime } from './moment/moments.ts';
import { type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { decodeUtf8 } from './text/decode.ts';
import { parseQuantity } from './text/quantity.ts';

/**
 * `docker stats`, `podman stats` and `crictl stats`, as a table or with `--format json`. `KiB` is 1024; `kB` and the `KB` of docker up to 1.12
 * are 1000. Docker takes the page cache off (the working set), podman does not. Without a limit of its own a container shows
 * the host's memory as limit.
 *
 * Source: docker/cli cli/command/container/formatter_stats.go, go-units `BytesSize` and `HumanSize`.
 */
export const dockerStats = defineFormat({
  name: 'docker-stats',
  samples: [
    [
      'CONTAINER ID   NAME      CPU %     MEM USAGE / LIMIT     MEM %     NET I/O       BLOCK I/O   PIDS',
      '1f2e3d4c5b6a   api       0.05%     796KiB / 64MiB        1.21%     1.2kB / 0B    0B / 0B     1',
    ].join('\n'),
    [
      'CONTAINER           CPU %               MEM USAGE / LIMIT     MEM %               NET I/O',
      'api                 0.05%               796 KB / 64 MB        1.21%               1.2 kB / 0 B',
    ].join('\n'),
    '{"BlockIO":"0B / 0B","CPUPerc":"0.05%","Container":"1f2e3d4c5b6a","MemPerc":"1.21%","MemUsage":"796KiB / 64MiB","Name":"api"}',
  ],
  open: readDockerStats,
});

/** Whoever gives a `--format "table ..."` leaves columns out. */
const heading = /^(CONTAINER ID|CONTAINER|ID|NAME) +(NAME +)?(?:CPU % +)?MEM USAGE \/ LIMIT(?: +MEM %)?(?: |$)/;
const row =
  /^(\S+) +(?:(\S+) +)??(?:(?:[\d.]+%|--) +)?([\d.]+ ?[kKMGTP]?i?B|--) \/ ([\d.]+ ?[kKMGTP]?i?B|--)(?: +([\d.]+%|--))?(?: |$)/;
/** `crictl stats`: the working set, by 1000. */
const crictlHeading = /^CONTAINER +NAME +CPU % +MEM +DISK/;
const crictlRow = /^[0-9a-f]{8,64} +(\S+) +[\d.]+ +([\d.]+[kMGTP]?B) +/;

const longestRow = 1000;

function readDockerStats({ moments }: FormatContext): BlockReader {
  let isPodman: boolean | null = null;
  let isCrictl = false;
  let time: BlockTime | null = null;

  function emit(
    line: Line,
    at: BlockTime,
    name: string,
    usage: string,
    limit: string,
    percent: string,
    sink: SampleSink,
  ): void {
    const used = parseQuantity(usage, 1000);
    const most = parseQuantity(limit, 1000);
    if (!used) {
      if (usage !== '--') sink.reject(line, 'unreadable value');
      return;
    }
    const metrics: Metrics = { [isPodman ? 'cgroupUsageBytes' : 'workingSetBytes']: used.bytes };
    if (most && most.bytes > 0) metrics.cgroupLimitBytes = most.bytes;
    const share = Number(percent.replace('%', ''));
    if (percent.endsWith('%') && share >= 0 && share <= 100) metrics.memUsedPercent = share;
    const sample: RawSample = toSample({
      format: 'docker-stats',
      span: spanOf(line),
      time: at,
      scope: 'cgroup',
      cgroup: decodeUtf8(name),
      metrics,
      quantumBytes: used.quantumBytes,
    });
    sink.sample(sample);
  }

  return {
    byRow: true,
    longLines: true,
    close() {
      isPodman = null;
      isCrictl = false;
      time = null;
    },
    read(line, text, sink) {
      if (text.charCodeAt(0) === 0x7b) {
        if (!text.includes('"MemUsage"')) return 'foreign';
        const member = (key: string): string => new RegExp(`"${key}":"([^"]*)"`).exec(text)?.[1] ?? '';
        const [usage = '', limit = ''] = member('MemUsage').split(' / ');
        const name = member('Name') || member('Container') || member('ID');
        if (name === '' || !text.trimEnd().endsWith('}')) {
          sink.reject(line, 'broken JSON');
          return 'claimed';
        }
        isPodman = false;
        emit(line, moments.date(`docker-stats ${name}`), name, usage, limit, member('MemPerc'), sink);
        return 'claimed';
      }
      if (text.length > longestRow) return 'foreign';
      const head = heading.exec(text);
      if (head) {
        isPodman = head[1] === 'ID';
        isCrictl = false;
        time = moments.date('docker-stats');
        return 'claimed';
      }
      if (crictlHeading.test(text)) {
        isCrictl = true;
        time = moments.date('docker-stats');
        return 'claimed';
      }
      if (!time) return 'foreign';
      if (isCrictl) {
        const [, name, usage] = crictlRow.exec(text) ?? [];
        if (name === undefined || usage === undefined) return 'foreign';
        emit(line, time, name, usage, '--', '--', sink);
        return 'claimed';
      }
      const match = row.exec(text);
      if (!match) {
        if (!/ \/ /.test(text)) return 'foreign';
        sink.reject(line, 'row does not fit its heading');
        return 'claimed';
      }
      const [, id = '', name, usage = '', limit = '', percent = ''] = match;
      emit(line, time, name ?? id, usage, limit, percent, sink);
      return 'claimed';
    },
  };
}
