import { isObject } from './json.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Where the answers of log stores keep their entries. */
const lists = ['items', 'events', 'entries', 'results', 'logs', 'hits', 'data'];

/**
 * The entries of an answer that stands on one line: a list, or an object that holds one (`{"hits":{"hits":[...]}}` of
 * Elasticsearch, `{"events":[...]}` of CloudWatch, `{"data":{"result":[{"stream":{...},"values":[["NANOSECONDS","text"]]}]}}` of Loki,
 * `{"data":[{"attributes":{...}}]}` of Datadog). Null where the value holds none.
 */
export function listedEntries(value: unknown): readonly Fields[] | null {
  if (Array.isArray(value))
    return value.filter(isObject).map(({ attributes, ...rest }) => (isObject(attributes) ? attributes : rest));
  if (!isObject(value)) return null;
  if (isObject(value.data) && Array.isArray(value.data.result))
    return value.data.result.filter(isObject).flatMap(ofStream);
  for (const name of lists) {
    const held = value[name];
    if (Array.isArray(held)) return listedEntries(held);
    if (isObject(held) && Array.isArray(held[name])) return listedEntries(held[name]);
  }
  return null;
}

/** The lines of one of Loki's streams, each with the stream's labels. */
function ofStream({ stream, values }: Fields): Fields[] {
  // An answer of Prometheus has the same shape, with numbers.
  if (!isObject(stream) || !Array.isArray(values)) return [];
  const pairs = values.filter((pair): pair is readonly unknown[] => Array.isArray(pair));
  return pairs.map(([timestamp, line]) => ({ labels: stream, timestamp, line }));
}
