import type { FrameReader, Framing } from './framing.ts';
import { spanOf, textOf } from './parts/entry.ts';
import { exportedEntries } from './parts/exported-entry.ts';
import { shareClaimed } from './parts/sniff.ts';
import { decodeUtf8 } from './parts/utf8.ts';
import { wholeLineReaders } from './parts/whole-line.ts';

/**
 * What Loki's tools, Promtail and logrus print of a log that they collected: `ts=2026-11-20T09:30:30.123Z host=web01 unit=kernel
 * msg="Mem-Info:"`. Only lines that a field calls the kernel's: those of other programs are read as they stand, by `app-log`.
 *
 * Writer: `unproved`; a container's, which other fields tell, is `user`. See `exportedEntries`.
 */
export const logfmt: Framing = {
  name: 'logfmt',
  samples: [
    'ts=2026-11-20T09:30:30.123Z host=web01 unit=kernel level=warning msg="Mem-Info:"',
    'time="2026-11-20T09:30:30Z" level=warning hostname=web01 facility=kern tag=kernel msg="Mem-Info:"',
    'time="2026-11-20T09:30:30Z" level=warning msg="[  608.218483] Mem-Info:" source=dmesg',
  ],
  lookBehindLines: 0,
  showsWriter: false,
  needles: [],
  mark: /="?(?:kernel|dmesg)"?(?: |$)/im,
  sniff: (lines) => shareClaimed(lines, logfmt.reader()),
  reader,
};

/** What these tools call the program whose log a line is from. */
const programNames = ['syslog_identifier', 'identifier', 'ident', 'tag', 'program', 'appname', 'app', 'unit', 'job'];
const ofKernel =
  /\b(?:(?:unit|job|app|appname|program|tag|ident|identifier|syslog_identifier|transport)="?kernel|source="?dmesg)"?(?= |$)/i;
/** The text is the longest field by far, and the last or the last but one: what stands around it tells whose it is. */
const beforeText = 512;
const behindText = 64;
const pair = /([A-Za-z_][\w.-]{0,63})=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))(?: +|$)/gsy;

function reader(): FrameReader {
  const emitEntry = exportedEntries(wholeLineReaders());
  return {
    holding: false,
    read(line, emit) {
      const text = textOf(line);
      if (line.cut || !/^[a-z_]{1,32}=/i.test(text)) return false;
      if (!ofKernel.test(text.slice(0, beforeText)) && !ofKernel.test(text.slice(-behindText))) return false;
      const fields = fieldsOf(decodeUtf8(text));
      return fields !== null && emitEntry(spanOf(line), fields, emit);
    },
    jump() {},
    end() {},
  };
}

/** Null where the line is not made of fields throughout. */
function fieldsOf(text: string): Record<string, string> | null {
  const fields: Record<string, string> = {};
  pair.lastIndex = 0;
  let end = 0;
  for (let found = pair.exec(text); found !== null && end < text.length; found = pair.exec(text)) {
    const [, name = '', quoted, bare = ''] = found;
    fields[name.toLowerCase()] ??= quoted === undefined ? bare : unescaped(quoted);
    end = pair.lastIndex;
  }
  if (end < text.length) return null;
  const named = programNames.find((name) => fields[name] !== undefined);
  return { ...fields, ident: (fields.transport === 'kernel' ? 'kernel' : fields[named ?? '']) ?? 'kernel' };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(.))/gs, (_, unit, byte, sign) => {
    const code: string | undefined = unit ?? byte;
    return code === undefined ? (escapes[sign] ?? sign) : String.fromCharCode(Number.parseInt(code, 16));
  });
}
