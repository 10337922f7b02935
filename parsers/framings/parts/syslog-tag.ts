import { isDigit } from '../../time/digits.ts';

const SPACE = 32;
const COLON = 58;
const OPEN = 91;
const CLOSE = 93;

/**
 * Who sent a syslog line: `host tag[pid]: ` or `host tag: `, each part optional but the colon. Who takes the host out before
 * showing a log to others leaves two spaces.
 *
 * A tag ends at `: ` or at a pid in brackets; `kernel:` alone may be followed by the text at once. A line with a host and no
 * tag (netconsole sent to a syslog server, `last message repeated 2 times`) has `tag` null and its text behind the host.
 */
export interface SyslogTag {
  /** Reads host and tag at `at`; false where not even a host stands there. */
  read(text: string, at: number): boolean;
  /** Reads only a tag, for lines whose host stands elsewhere or nowhere. */
  readTag(text: string, at: number): boolean;
  readonly host: string | null;
  readonly tag: string | null;
  readonly pid: number | null;
  /** Where the message begins: behind the one space that follows the colon. */
  readonly end: number;
}

const kernelTag = 'kernel:';

export function syslogTag(): SyslogTag {
  const found = {
    host: null as string | null,
    tag: null as string | null,
    pid: null as number | null,
    end: 0,
    read,
    readTag,
  };
  /** Sliced once and kept while the next line names the same: most lines of a log come from one host. */
  let host = '';
  return found;

  function read(text: string, at: number): boolean {
    found.host = null;
    if (readTag(text, at)) return true;
    const hostEnd = text.indexOf(' ', at);
    if (hostEnd === at) return readTag(text, at + 1);
    if (hostEnd < at) return false;
    if (!(host.length === hostEnd - at && text.startsWith(host, at))) host = text.slice(at, hostEnd);
    found.host = host;
    if (!readTag(text, hostEnd + 1)) found.end = hostEnd + 1;
    return true;
  }

  function readTag(text: string, at: number): boolean {
    found.tag = null;
    found.pid = null;
    if (text.startsWith(kernelTag, at)) {
      found.tag = 'kernel';
      found.end = behindSpace(text, at + kernelTag.length);
      return true;
    }
    for (let to = at; to < at + 128; to += 1) {
      const code = text.charCodeAt(to);
      if (code === OPEN && to > at && readPid(text, at, to)) return true;
      if (code === SPACE || Number.isNaN(code)) return false;
      if (code !== COLON || to === at) continue;
      const behind = text.charCodeAt(to + 1);
      if (behind !== SPACE && !Number.isNaN(behind)) continue;
      found.tag = text.slice(at, to);
      found.end = behindSpace(text, to + 1);
      return true;
    }
    return false;
  }

  function readPid(text: string, tagFrom: number, open: number): boolean {
    let to = open + 1;
    let pid = 0;
    for (let code = text.charCodeAt(to); isDigit(code); code = text.charCodeAt(++to)) pid = pid * 10 + code - 48;
    if (to > open + 11 || text.charCodeAt(to) !== CLOSE) return false;
    const colon = text.charCodeAt(to + 1) === COLON ? 1 : 0;
    const behind = text.charCodeAt(to + 1 + colon);
    if (behind !== SPACE && !(colon === 1 && Number.isNaN(behind))) return false;
    found.tag = text.slice(tagFrom, open);
    // `kernel[]: ` of a template with brackets for all programs.
    found.pid = to === open + 1 ? null : pid;
    found.end = behindSpace(text, to + 1 + colon);
    return true;
  }
}

function behindSpace(text: string, at: number): number {
  return text.charCodeAt(at) === SPACE ? at + 1 : at;
}
