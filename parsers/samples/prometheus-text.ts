import type { Line } from '../model/line.ts';
import type { Stamp } from '../model/stamp.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import { type BlockTime, noTime } from './moment/moments.ts';
import { hugePageCounts } from './names/meminfo-keys.ts';
import { type ExpositionLine, isFamilyFact, isNoMarker, nameLength, parseExpositionLine } from './prometheus/line.ts';
import {
  isEverMemory,
  isMemorySeries,
  type PrometheusEntity,
  type PrometheusMetric,
  prometheusMetric,
} from './prometheus/names.ts';
import { fileNameStamp, lineStamp, secondsStamp } from './prometheus/stamps.ts';
import { isEmpty, type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { decodeUtf8 } from './text/decode.ts';

/**
 * Prometheus text exposition and OpenMetrics: node_exporter, cAdvisor, kubelet, process-exporter, an application's
 * `/metrics`, whole or grepped, and `promtool query instant`.
 *
 * One scrape is one moment; it ends where a series comes again. Its time is, in this order: a timestamp on the line,
 * `node_time_seconds`, the marker before it, an epoch in the file's name (`derived`). `NaN` and infinities are absent. An
 * application's own `..._memory_bytes` gauge keeps its name.
 */
export const prometheusText = defineFormat({
  name: 'prometheus-text',
  samples: [
    [
      '# HELP process_resident_memory_bytes Resident memory size in bytes.',
      '# TYPE process_resident_memory_bytes gauge',
      'process_resident_memory_bytes 1.34217728e+08',
      'node_memory_MemAvailable_bytes 2.298032128e+09',
      'node_memory_Active_anon_bytes 2.547712e+06',
      'container_memory_working_set_bytes{container="api",pod="api-0",namespace="prod"} 4.1943e+08 1763631343000',
    ].join('\n'),
    ['node_memory_MemAvailable_bytes{instance="h1:9100"} => 2298032128 @[1763631300]'].join('\n'),
  ],
  open: readExposition,
});

interface Draft {
  readonly entity: PrometheusEntity;
  readonly timestamp: string;
  readonly stamp: Stamp | null;
  readonly first: Line;
  last: Line;
  readonly metrics: Metrics;
  /** Sums whose family is still being read. */
  readonly parts: Metrics;
  /** Series read so far. */
  count: number;
}

/** More entities than this are emitted before the scrape ends: memory stays bounded. */
const mostEntities = 5000;
/** An application may name any number of gauges. */
const mostMetrics = 2000;

function readExposition({ moments }: FormatContext): BlockReader {
  let drafts = new Map<string, Draft>();
  /** The one that was written to last. */
  let latest: Draft | null = null;
  let active = false;
  let partsName: string | null = null;
  let scrapeTime: Stamp | null = null;
  let nodename: string | null = null;
  let started: number | null = null;
  let hugePageBytes: number | null = null;
  const hugePages: Metrics = {};
  let block: BlockTime | null = null;
  let firstLine: Line | null = null;

  function settleParts(): void {
    partsName = null;
    for (const draft of drafts.values()) {
      for (const name in draft.parts) draft.metrics[name] ??= draft.parts[name] as number;
    }
  }

  function emitAll(sink: SampleSink): void {
    const held = drafts;
    drafts = new Map();
    latest = null;
    addHugePages(held);
    const fallback = block ?? noTime;
    const named = fallback.stamp || !firstLine ? null : fileNameStamp(firstLine.path);
    for (const draft of held.values()) {
      if (isEmpty(draft.metrics)) continue;
      const stamp = draft.stamp ?? scrapeTime ?? fallback.stamp ?? named;
      const isWritten = draft.stamp !== null || scrapeTime !== null;
      const time: BlockTime = {
        ...fallback,
        stamp,
        stampBasis: isWritten ? 'written' : fallback.stamp ? fallback.stampBasis : stamp && 'derived',
        sinceMidnightUs: stamp ? null : fallback.sinceMidnightUs,
      };
      const { scope, comm, cgroup, zone } = draft.entity;
      sink.sample(
        toSample({
          format: 'prometheus-text',
          span: spanOf(draft.first, draft.last),
          time,
          scope,
          host: text(draft.entity.host) ?? (scope === 'system' || scope === 'zone' ? text(nodename) : null),
          comm: text(comm),
          cgroup: text(cgroup),
          zone: text(zone),
          startedAt: scope === 'process' && started !== null ? String(started) : null,
          metrics: draft.metrics,
          quantumBytes: 1,
        }),
      );
    }
  }

  function addHugePages(held: ReadonlyMap<string, Draft>): void {
    if (hugePageBytes === null) return;
    for (const draft of held.values()) {
      if (draft.entity.scope !== 'system' || !('memTotalBytes' in draft.metrics)) continue;
      for (const metric in hugePages) draft.metrics[metric] ??= (hugePages[metric] as number) * hugePageBytes;
    }
  }

  function close(sink: SampleSink): void {
    emitAll(sink);
    active = false;
    scrapeTime = null;
    nodename = null;
    started = null;
    hugePageBytes = null;
    for (const name in hugePages) delete hugePages[name];
    block = null;
    firstLine = null;
  }

  function begin(line: Line): void {
    if (active) return;
    active = true;
    firstLine = line;
    block = moments.date('prometheus-text');
  }

  function draftFor(line: Line, found: PrometheusMetric, parsed: ExpositionLine, sink: SampleSink): Draft {
    const { scope, host, comm, cgroup, zone } = found.entity;
    if (
      latest &&
      isSame(latest.entity, found.entity) &&
      latest.timestamp === parsed.timestamp &&
      mayHold(latest, found)
    )
      return latest;
    const key = `${parsed.timestamp}|${scope}|${host ?? ''}|${comm ?? ''}|${cgroup ?? ''}|${zone ?? ''}`;
    const known = drafts.get(key);
    if (known && mayHold(known, found)) {
      latest = known;
      return known;
    }
    if (known) {
      close(sink);
      begin(line);
    } else if (drafts.size >= mostEntities) emitAll(sink);
    const draft = {
      entity: found.entity,
      timestamp: parsed.timestamp,
      stamp: lineStamp(parsed.timestamp),
      first: line,
      last: line,
      metrics: {},
      parts: {},
      count: 0,
    };
    drafts.set(key, draft);
    latest = draft;
    return draft;
  }

  function readFact(parsed: ExpositionLine): void {
    const { name, value, labels } = parsed;
    if (name === 'node_time_seconds' && value > 0) scrapeTime = secondsStamp(value);
    else if (name === 'node_uname_info') nodename = labels.nodename ?? null;
    else if (name === 'process_start_time_seconds' && value > 0) started = value;
    else if (name === 'node_memory_Hugepagesize_bytes') hugePageBytes = value;
    else if (name.startsWith('node_memory_HugePages_')) {
      const metric = hugePageCounts[name.slice('node_memory_'.length)];
      if (metric && value >= 0) hugePages[metric] = value;
    }
  }

  function readSeries(line: Line, parsed: ExpositionLine, sink: SampleSink): void {
    const found = isEverMemory(parsed.name) ? prometheusMetric(parsed.name, parsed.labels) : null;
    if (!found) {
      readFact(parsed);
      return;
    }
    const { value } = parsed;
    if (Number.isNaN(value) || value < 0 || (found.zeroIsAbsent && value === 0)) return;
    const scaled = found.isBytes ? Math.round(value * found.scale) : value * found.scale;
    if (scaled > Number.MAX_SAFE_INTEGER) return;
    const draft = draftFor(line, found, parsed, sink);
    draft.last = line;
    draft.count += 1;
    if (found.isPart) {
      partsName = parsed.name;
      draft.parts[found.metric] = (draft.parts[found.metric] ?? 0) + scaled;
    } else draft.metrics[found.metric] = scaled;
  }

  function read(line: Line, plain: string, sink: SampleSink): 'claimed' | 'foreign' {
    if (plain.charCodeAt(0) === 0x23) {
      if (!isFamilyFact(plain) && plain !== '# EOF') return 'foreign';
      begin(line);
      if (partsName !== null && !plain.includes(partsName)) settleParts();
      if (plain === '# EOF') {
        settleParts();
        close(sink);
      }
      return 'claimed';
    }
    const end = nameLength(plain);
    if (end < 3) return 'foreign';
    const name = plain.slice(0, end);
    if (!active && !isMemorySeries(name)) return 'foreign';
    const parsed = parseExpositionLine(plain, end, name === 'node_uname_info' || isEverMemory(name));
    if (!parsed) {
      if (!active || !/^[{ \t]/.test(plain.slice(end))) return 'foreign';
      sink.reject(line, 'unreadable value');
      return 'claimed';
    }
    begin(line);
    if (partsName !== null && name !== partsName) settleParts();
    readSeries(line, parsed, sink);
    return 'claimed';
  }

  return {
    blank: 'part',
    longLines: true,
    close,
    read,
    row: (line, sink) => active && isNoMarker(line.text) && read(line, line.text, sink) === 'claimed',
  };
}

/** A metric comes once in a scrape, the parts of one several times. */
function mayHold(draft: Draft, found: PrometheusMetric): boolean {
  return draft.count < mostMetrics && (found.isPart || !(found.metric in draft.metrics));
}

const isSame = (one: PrometheusEntity, other: PrometheusEntity): boolean =>
  one.scope === other.scope &&
  one.host === other.host &&
  one.comm === other.comm &&
  one.cgroup === other.cgroup &&
  one.zone === other.zone;

const text = (latin1: string | null): string | null => (latin1 === null ? null : decodeUtf8(latin1));
