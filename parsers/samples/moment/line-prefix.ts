import type { Stamp } from '../../model/stamp.ts';
import { isoStamps } from '../../time/iso.ts';
import { rfc3164Stamps } from '../../time/rfc3164.ts';
import { epochStamp } from './marker.ts';

/** What stands before a sample on its line, and the sample. */
export interface LinePrefix {
  /** Null behind the name of a container alone. */
  readonly stamp: Stamp | null;
  /** The container, as `docker compose logs` and `kubectl logs --prefix` write it: `api-0`, `pod/api-0/main`. */
  readonly container: string | null;
  readonly host: string | null;
  /** The program that wrote the line, where a syslog prefix names it. */
  readonly tag: string | null;
  readonly rest: string;
  /** All that follows the time, where host and tag may be words of the sample (`mem avail: 5259`); else null. */
  readonly whole: string | null;
}

const iso = isoStamps('.');
const rfc3164 = rfc3164Stamps();
const epoch = /^(1[4-9]\d{8})(?:\.(\d{1,9})|(\d{3}))?[:,;]?[ \t](?=\s*[A-Za-z/])/;
const containerPrefix = /^(?:\[(pod\/[\w.-]{1,253}\/[\w.-]{1,63})\] |([\w.-]{1,63}) +\| )(?=.)/;
/** What a container runtime writes behind the time: `stdout F`. */
const runtime = /^(?:stdout|stderr) [FP] /;
const writer = /^([\w.-]{1,253}) ([\w./@-]{1,64})(\[\d+\])?: ?/;

/**
 * Takes a time off the head of a line: `ts` from moreutils (`Nov 20 09:39:39 TEXT`), `2026-11-20T09:39:39Z TEXT`,
 * `[2026-11-20 09:39:39] TEXT`, `1763631305 TEXT`, a container's `api-0 | TEXT` and `TIME stdout F TEXT`, and syslog's `TIME HOST TAG[PID]: TEXT`. Exactly one blank goes with it, since columns are
 * indented. Null where the line begins otherwise.
 */
export function readLinePrefix(text: string): LinePrefix | null {
  const named = containerPrefix.exec(text);
  if (!named) return readDated(text);
  const container = named[1] ?? named[2] ?? null;
  const rest = text.slice(named[0].length);
  const dated = readDated(rest);
  return dated ? { ...dated, container } : { stamp: null, host: null, tag: null, rest, whole: null, container };
}

function readDated(text: string): LinePrefix | null {
  const counted = text.charCodeAt(0) === 0x31 ? epoch.exec(text) : null;
  if (counted?.[1]) {
    const stamp = epochStamp(counted[1], counted[2] ?? counted[3] ?? '');
    return { stamp, host: null, tag: null, rest: text.slice(counted[0].length), whole: null, container: null };
  }
  const bracketed = text.charCodeAt(0) === 0x5b;
  const from = bracketed ? 1 : 0;
  const reader = text.charCodeAt(from) <= 0x39 ? iso : rfc3164;
  const stamp = reader.read(text, from);
  if (!stamp) return null;
  let at = reader.end;
  if (bracketed) {
    if (text.charCodeAt(at) !== 0x5d) return null;
    at += 1;
  }
  if (text.charCodeAt(at) === 0x3a) at += 1;
  const separator = text.charCodeAt(at);
  if (separator !== 0x20 && separator !== 0x09) return null;
  const behind = text.slice(at + 1);
  const written = bracketed ? null : runtime.exec(behind);
  if (written)
    return { stamp, host: null, tag: null, rest: behind.slice(written[0].length), whole: null, container: null };
  const rest = behind;
  const named = bracketed ? null : writer.exec(rest);
  if (!named) return { stamp, host: null, tag: null, rest, whole: null, container: null };
  const isWriter = named[3] !== undefined || named[2] === 'kernel';
  const after = rest.slice(named[0].length);
  return {
    stamp,
    host: named[1] ?? null,
    tag: named[2] ?? null,
    rest: after,
    whole: isWriter ? null : rest,
    container: null,
  };
}
