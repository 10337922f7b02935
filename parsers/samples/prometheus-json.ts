import type { Line } from '../model/line.ts';
import { defineFormat } from './define-format.ts';
import { jsonDocumentReader } from './json/document.ts';
import { noTime } from './moment/moments.ts';
import { parseValue } from './prometheus/line.ts';
import { type Labels, type PrometheusMetric, prometheusMetric } from './prometheus/names.ts';
import { secondsStamp } from './prometheus/stamps.ts';
import { spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';

/**
 * Answers of Prometheus' HTTP API: `query_range` (matrix) and `query` (vector), also the bare `data` and several answers in
 * a row. Values are strings, times seconds; a gap stays a gap. The result of an expression has no name: rejected.
 */
export const prometheusJson = defineFormat({
  name: 'prometheus-json',
  samples: [
    '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"node_memory_MemAvailable_bytes",' +
      '"instance":"h1:9100"},"values":[[1763631300,"2298032128"],[1763631315.5,"NaN"]]}]}}',
    '{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"container_memory_usage_bytes",' +
      '"id":"/docker/abc"},"value":[1763631300,"4194304"]}]}}',
  ],
  open: () => {
    let found: PrometheusMetric | null = null;
    return jsonDocumentReader({
      opens: (head) =>
        /^\s*\[?\s*\{/.test(head) &&
        (/"resultType"\s*:/.test(head) || /"status"\s*:\s*"error"/.test(head) || sorted.test(head)),
      wants: (place) => /(?:^|[.\]])result\[\]\.(?:metric|value|values\[\])$/.test(place) || place === 'error',
      piece(place, value, first, last, sink) {
        if (place === 'error') sink.reject(last, 'the query had failed');
        else if (place.endsWith('metric')) {
          const labels = labelsOf(value);
          const { __name__: name } = labels;
          if (name === undefined) sink.reject(last, 'series without a name');
          found = name === undefined ? null : prometheusMetric(name, labels);
          if (found?.isPart) found = null;
        } else if (found) emitPoint(value, found, first, last, sink);
      },
      end() {
        found = null;
      },
    });
  },
});

/** Keys in order of the alphabet (`jq -S`): the kind of result stands behind the result. */
const sorted = /"data"\s*:\s*\{\s*"result"\s*:\s*\[\s*\{\s*"metric"\s*:\s*\{/;

function labelsOf(value: unknown): Labels {
  const labels: Record<string, string> = {};
  if (typeof value === 'object' && value !== null)
    for (const [name, text] of Object.entries(value)) if (typeof text === 'string') labels[name] = text;
  return labels;
}

function emitPoint(value: unknown, found: PrometheusMetric, first: Line, last: Line, sink: SampleSink): void {
  if (!Array.isArray(value) || value.length !== 2) return;
  const [seconds, text] = value as unknown[];
  const stamp = typeof seconds === 'number' ? secondsStamp(seconds) : null;
  const number = typeof text === 'string' ? parseValue(text) : null;
  if (!stamp || number === null) {
    sink.reject(last, 'unreadable value');
    return;
  }
  const scaled = found.isBytes ? Math.round(number * found.scale) : number * found.scale;
  if (!(scaled >= 0 && scaled <= Number.MAX_SAFE_INTEGER) || (found.zeroIsAbsent && scaled === 0)) return;
  const { scope, host, comm, cgroup, zone } = found.entity;
  sink.sample(
    toSample({
      format: 'prometheus-json',
      span: spanOf(first, last),
      time: { ...noTime, stamp, stampBasis: 'written' },
      scope,
      host,
      comm,
      cgroup,
      zone,
      metrics: { [found.metric]: scaled },
      quantumBytes: 1,
    }),
  );
}
