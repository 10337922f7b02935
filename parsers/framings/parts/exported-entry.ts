import type { LogEntry } from '../../model/entry.ts';
import type { Line } from '../../model/line.ts';
import type { Span } from '../../model/span.ts';
import type { Stamp } from '../../model/stamp.ts';
import { epochStamp } from '../../time/epoch.ts';
import { isoStamps } from '../../time/iso.ts';
import type { FrameReader } from '../framing.ts';
import { type Emit, emitMessage, unknownHead } from './entry.ts';
import { isObject } from './json.ts';
import { applyKubeEvent } from './kube-event.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Where the exports of log stores keep the text, the time, the host and the program; the first that is there counts. */
const texts = ['textPayload', 'jsonPayload.message', 'message', 'MESSAGE', '@message', 'log', 'line', 'msg', '_raw'];
const times = ['timestamp', '@timestamp', 'time', 'date', 'ts', '_time'];
const hosts = [
  'host',
  'hostname',
  'host.name',
  'node',
  'kubernetes.host',
  'resource.labels.node_name',
  'labels.host',
  'labels.node',
  'labels.instance',
];
const programs = [
  'ident',
  'syslog_identifier',
  'SYSLOG_IDENTIFIER',
  'appname',
  'program',
  'process.name',
  'tag',
].flatMap((name) => [name, `labels.${name}`, `jsonPayload.${name}`]);

/** Emits what an object of a log store's export says; false where it is no log entry. */
export type ExportedEntry = (span: Span, object: Fields, emit: Emit) => boolean;

/**
 * An entry of Google's Cloud Logging, CloudWatch, Elasticsearch, Loki, Splunk or fluentd, or an event of a Kubernetes cluster.
 * Its message may be a whole line of a syslog file or of dmesg: then `inner` say who wrote it, and the export when.
 */
export function exportedEntries(inner: readonly FrameReader[]): ExportedEntry {
  const iso = isoStamps();

  return (span, object, emit) => {
    const event = kubeEventIn(object);
    if (event !== null) return emitKubeEvent(span, event, emit);
    const fields = [object._source, object.result, object].find(isObject) ?? object;
    const text = firstOf(fields, texts);
    const stamp = stampOf(times.map((name) => valueAt(fields, name)).find((value) => value !== undefined));
    if (typeof text !== 'string' || stamp === null) return false;
    const host = firstOf(fields, hosts);
    for (const line of text.replace(/\n$/, '').split('\n')) emitLine(span, line, stamp, host, fields, emit);
    return true;
  };

  function emitLine(span: Span, text: string, stamp: Stamp, host: string | null, fields: Fields, emit: Emit): void {
    const line: Line = {
      path: span.path,
      text: bytesOf(text),
      line: span.line,
      byteStart: span.byteStart,
      byteEnd: span.byteEnd,
      cut: false,
    };
    const found: LogEntry[] = [];
    const isWhole = inner.some((reader) => {
      reader.jump();
      return reader.read(line, (entry) => found.push(entry));
    });
    if (isWhole) {
      for (const entry of found) emit({ ...entry, span, stamp, host: entry.host ?? host });
      return;
    }
    const tag = firstOf(fields, programs);
    const isKernel =
      tag === 'kernel' || /\bkern(?:el|\.log)?\b/.test(firstOf(fields, ['logName', 'labels.transport']) ?? '');
    emitMessage(span, text, { ...unknownHead(), writer: isKernel ? 'unproved' : 'user', tag, stamp, host }, emit);
  }

  function stampOf(value: unknown): Stamp | null {
    if (typeof value === 'number') return epoch(value);
    if (typeof value !== 'string') return null;
    if (/^\d{10,19}(?:\.\d+)?$/.test(value)) return epoch(Number(value));
    const stamp = iso.read(value, 0);
    return stamp?.hasYear ? stamp : null;
  }

  function emitKubeEvent(span: Span, event: Fields, emit: Emit): boolean {
    const message = firstOf(event, ['message', 'note']);
    const reason = firstOf(event, ['reason']);
    if (message === null || reason === null) return false;
    const head = unknownHead();
    const isNode = firstOf(event, ['involvedObject.kind', 'regarding.kind']) === 'Node';
    applyKubeEvent(
      {
        component: firstOf(event, [
          'source.component',
          'deprecatedSource.component',
          'reportingComponent',
          'reportingController',
        ]),
        reason,
        host:
          firstOf(event, ['source.host', 'deprecatedSource.host', 'reportingInstance']) ??
          (isNode ? firstOf(event, ['involvedObject.name', 'regarding.name']) : null),
      },
      head,
    );
    head.stamp = stampOf(
      firstOf(event, ['lastTimestamp', 'eventTime', 'deprecatedLastTimestamp', 'metadata.creationTimestamp']),
    );
    emitMessage(span, message, head, emit);
    return true;
  }
}

/** The readers of lines take each byte as a character. */
function bytesOf(text: string): string {
  return /^[\x00-\x7f]*$/.test(text) ? text : String.fromCharCode(...new TextEncoder().encode(text.slice(0, 16_384)));
}

function kubeEventIn(object: Fields): Fields | null {
  const candidates = [object, object.object, object.event, object.jsonPayload].filter(isObject);
  return candidates.find((one) => isObject(one.involvedObject) || isObject(one.regarding)) ?? null;
}

/** The value behind a path of names; a name may itself hold dots (`host.name` of flattened exports). */
function valueAt(fields: Fields, path: string): unknown {
  if (fields[path] !== undefined) return fields[path];
  const dot = path.indexOf('.');
  const below = dot < 0 ? undefined : fields[path.slice(0, dot)];
  return isObject(below) ? valueAt(below, path.slice(dot + 1)) : undefined;
}

function firstOf(fields: Fields, paths: readonly string[]): string | null {
  for (const path of paths) {
    const value = valueAt(fields, path);
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}

/** Seconds, milliseconds, microseconds or nanoseconds since 1970, told by their size: from 2001 to 2286 all differ. */
function epoch(value: number): Stamp | null {
  const scale = [1e6, 1e3, 1, 1e-3].find((perUnit) => value * perUnit >= 1e15 && value * perUnit < 1e16);
  if (scale === undefined) return null;
  const precisionUs = Number.isInteger(value) ? Math.max(1, scale) : 1;
  return { ...epochStamp(Math.round(value * scale)), precisionUs };
}
