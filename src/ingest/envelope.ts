import { hash } from 'node:crypto';
import type { KernelRecord, RecordEnvelope } from '../../parsers/model/record.ts';
import type { Span } from '../../parsers/model/span.ts';
import type { Assembled } from './assemble.ts';
import { rememberJson } from './record-json.ts';
import { createTextBytes } from './text-bytes.ts';

/** A wall-clock time with zone and year settled. */
export interface SettledTime {
  readonly us: number;
  readonly basis: 'realtime' | 'inferred';
}

/** Puts time, identity and address around an assembled body. */
export function toRecord(assembled: Assembled, settled: SettledTime | null, bootIndex: number): KernelRecord {
  const { body, opener, lastBesideOpener, last } = assembled;
  const envelope: RecordEnvelope = {
    schema: 'oomtrail/record@1',
    id: contentId(assembled),
    time: settled ? rfc3339(settled.us) : null,
    timeBasis: settled ? settled.basis : opener.monotonicUs === null ? null : 'monotonic',
    monotonicSeconds: opener.monotonicUs === null ? null : opener.monotonicUs / 1_000_000,
    bootId: opener.bootId,
    bootIndex,
    host: opener.host,
    provenance: opener.writer === 'unproved' ? 'unverified' : 'kernel',
    ...address(opener.span, lastBesideOpener.span, last.span),
  };
  const record = { ...envelope, ...body };
  rememberJson(record, () => {
    const fieldsOfBody = hashed.bytes().subarray(bodyFrom + 1, -1);
    return [JSON.stringify(envelope).slice(0, -1), ',', fieldsOfBody];
  });
  return record;
}

/** Epoch microseconds as RFC 3339 in UTC with microseconds. */
export function rfc3339(us: number): string {
  const ms = Math.floor(us / 1000);
  const micros = us - Math.floor(us / 1_000_000) * 1_000_000;
  return `${new Date(ms).toISOString().slice(0, 19)}.${String(micros).padStart(6, '0')}Z`;
}

/**
 * Names a record by host, boot, time as written, and facts: a copy of the log, a rotated file and a second run give the
 * same id. The settled time is left out on purpose, since it changes with the zone the user names.
 */
function contentId({ body, opener }: Assembled): string {
  const time = opener.stamp ? `${opener.stamp.civilUs}/${opener.stamp.offsetMinutes}` : null;
  const head = JSON.stringify([opener.host, opener.bootId, time, opener.monotonicUs, opener.writer]);
  hashed.clear();
  hashed.add(head.slice(0, -1));
  hashed.add(',');
  bodyFrom = hashed.length;
  hashed.add(JSON.stringify(body));
  hashed.add(']');
  return hash('sha256', hashed.bytes()).slice(0, 20);
}

/** What ids are made from stands outside of the heap: as strings it would be a tenth of all garbage. */
const hashed = createTextBytes();
/** Where the body begins in it. */
let bodyFrom = 0;

function address(first: Span, beside: Span, last: Span): { source: Span; continuedIn: Span | null } {
  return {
    source: {
      ...first,
      byteEnd: Math.max(first.byteEnd, beside.byteEnd),
      lines: beside.line + beside.lines - first.line,
    },
    continuedIn:
      first.path === last.path
        ? null
        : { path: last.path, line: 1, byteStart: 0, byteEnd: last.byteEnd, lines: last.line + last.lines - 1 },
  };
}
