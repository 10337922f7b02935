import type { LogEntry, Writer } from '../../model/entry.ts';
import type { Line } from '../../model/line.ts';
import type { Span } from '../../model/span.ts';
import type { Stamp } from '../../model/stamp.ts';
import { epochStamp } from '../../time/epoch.ts';
import { isoStamps } from '../../time/iso.ts';
import type { FrameReader } from '../framing.ts';
import { type Emit, emitMessage, entryOf, unknownHead } from './entry.ts';
import { isObject } from './json.ts';
import { applyKubeEvent } from './kube-event.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Where the exports of log stores keep the text, the time, the host and the program; the first that is there counts. */
const texts = [
  'textPayload',
  'jsonPayload.message',
  'jsonPayload.MESSAGE',
  'message',
  'MESSAGE',
  '@message',
  'log',
  'line',
  'msg',
  'short_message',
  '_raw',
];
/** Of these some are no program's own word for its message: whose it is stays open where nothing names a program. */
const namedByStores: ReadonlySet<string> = new Set(['textPayload', 'jsonPayload.MESSAGE', '@message', 'line', '_raw']);
const times = ['timestamp', '@timestamp', 'time', 'date', 'ts', 'dt', '_time'];
const hosts = [
  'host',
  'hostname',
  'host.name',
  'node',
  'kubernetes.host',
  'jsonPayload._HOSTNAME',
  'jsonPayload.hostname',
  'resource.labels.node_name',
  'labels.compute.googleapis.com/resource_name',
  'labels.host',
  'labels.node',
  'labels.instance',
];
/** Only the log of a container is exported with these. */
const inContainers = [
  'stream',
  'kubernetes',
  'container_name',
  'container_id',
  'labels.container',
  'docker',
  'resource.labels.container_name',
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

interface Origin {
  readonly stamp: Stamp | null;
  readonly host: string | null;
}

/** What the fields beside a message say of its writer. */
interface Said {
  readonly writer: Writer;
  readonly tag: string | null;
  /** Whether the message may be a whole line that another daemon wrote. */
  readonly mayBeWhole: boolean;
}

/** A container has no kernel; a program that is named speaks for itself, but for those that only carry a log. */
function writerIn(fields: Fields, textName: string): Said {
  const tag = firstOf(fields, programs);
  const inContainer = inContainers.some((name) => valueAt(fields, name) !== undefined);
  if (inContainer) return { writer: 'user', tag, mayBeWhole: false };
  const source = firstOf(fields, ['logName', 'labels.transport', 'facility']) ?? '';
  const isKernel =
    tag === 'kernel' || (tag === null && (/\bkern(?:el|\.log)?\b/.test(source) || namedByStores.has(textName)));
  const isCarrier = tag === null || /^(?:kern(?:el)?|syslog|messages|journal|rsyslogd?|systemd)\b/.test(tag);
  return { writer: isKernel ? 'unproved' : 'user', tag, mayBeWhole: isCarrier };
}

/** Emits what an object of a log store's export says; false where it is no log entry. */
export type ExportedEntry = (span: Span, object: Fields, emit: Emit) => boolean;

/**
 * An entry of Google's Cloud Logging, CloudWatch, Elasticsearch, Loki, Splunk or fluentd, or an event of a Kubernetes cluster.
 * Its message may be a whole line of a syslog file or of dmesg: then `inner` say who wrote it, and the export when. `mustBeTimed`:
 * what has no time is no entry.
 */
export function exportedEntries(inner: readonly FrameReader[], { mustBeTimed = true } = {}): ExportedEntry {
  const iso = isoStamps();

  return (span, object, emit) => {
    const event = kubeEventIn(object);
    if (event !== null) return emitKubeEvent(span, event, emit);
    const fields = [object._source, object.result, object].find(isObject) ?? object;
    const textName = texts.find((name) => firstOf(fields, [name]) !== null);
    const stamp = stampOf(times.map((name) => valueAt(fields, name)).find((value) => value !== undefined));
    if (textName === undefined || (mustBeTimed && stamp === null)) return false;
    const written = firstOf(fields, [textName]) ?? '';
    // Cloud Logging's lines of a serial console, whose ends it shows as text.
    const isEscaped = valueAt(fields, 'labels.is_text_escaped') === 'true';
    const text = written.replace(isEscaped ? /(?:\\r)*(?:\\n)?$/ : /\n$/, '');
    emitText(span, text, { stamp, host: firstOf(fields, hosts) }, writerIn(fields, textName), emit);
    return true;
  };

  /** Who the first line says wrote it wrote all: a line that a program put behind a newline is none of a syslog's. */
  function emitText(span: Span, text: string, from: Origin, said: Said, emit: Emit): void {
    const lines = text.split('\n');
    const entries = said.mayBeWhole ? lines.map((line) => wholeLine(span, line)) : [];
    if (entries[0] == null) {
      emitMessage(span, text, { ...unknownHead(), ...from, writer: said.writer, tag: said.tag }, emit);
      return;
    }
    for (const [index, entry] of entries.entries())
      emit(
        entry === null
          ? entryOf(span, lines[index] ?? '', { ...unknownHead(), ...from, writer: 'user' }, false)
          : { ...entry, span, stamp: from.stamp ?? entry.stamp, host: entry.host ?? from.host },
      );
  }

  /** The entry of a line that is one of a syslog's or of dmesg's by itself. */
  function wholeLine({ path, line, byteStart, byteEnd }: Span, text: string): LogEntry | null {
    const read: Line = { path, text: bytesOf(text), line, byteStart, byteEnd, cut: false };
    let found: LogEntry | null = null;
    for (const reader of inner) {
      reader.jump();
      const claimed = reader.read(read, (entry) => {
        found ??= entry;
      });
      if (claimed) return found;
    }
    return null;
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
