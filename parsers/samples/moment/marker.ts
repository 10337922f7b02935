import type { Stamp } from '../../model/stamp.ts';
import { cgroupFile } from '../names/cgroup-files.ts';
import { holdsTime, parseDateText, parseTimeOfDay, type TimeOfDay } from './date-text.ts';
import { readSysstatBanner, type SysstatBanner } from './sysstat-banner.ts';

/** What a line between two blocks of samples says about the block that follows. Absent facts are null. */
export interface Marker {
  /**
   * `rule`: a mere separator (`---`, a code fence). `label`: names the file or command that follows. `time`: dates it.
   * `banner`: the first line of a sysstat report, which names host and day.
   */
  readonly kind: 'time' | 'label' | 'rule' | 'banner';
  readonly stamp: Stamp | null;
  /** Time of day where the line has no date: `09:35:43`, `uptime`. */
  readonly timeOfDay: TimeOfDay | null;
  readonly monotonicUs: number | null;
  /** `==> NAME <==`, the command of a watch banner, the command behind a shell prompt. */
  readonly label: string | null;
  readonly host: string | null;
  /** `Every 5.0s` of a watch banner. */
  readonly intervalUs: number | null;
  readonly banner: SysstatBanner | null;
}

const nothing: Marker = {
  kind: 'rule',
  stamp: null,
  timeOfDay: null,
  monotonicUs: null,
  label: null,
  host: null,
  intervalUs: null,
  banner: null,
};

/**
 * Recognises a line that dates or names what follows; null for every other line.
 *
 * Accepted: `=== 5 epoch=1773040955.964 mono=9.735 boot=9.735` (any of the three), OSWatcher's `zzz ***Wed Jun 29 10:24:15
 * CEST 2022`, any date of {@link parseDateText} bare or decorated (`### 2026-11-20 09:35:43 ###`, `--- Fri Nov ... ---`,
 * `Timestamp: ...`), epoch lines (`1773040955`, `@1773040955.9`, `1773040955964` in ms), `==> file <==`, watch banners,
 * `uptime`, `$ command`, `+ command` of `sh -x`, `/sys/fs/cgroup/x/memory.stat` alone on its line, and separators.
 */
export function readMarker(line: string): Marker | null {
  if (line.length > 400 || !mayBeMarker(line)) return null;
  const text = line.trim();
  // Atop's lines between samples, behind a time: no zone is called so.
  if (text === '' || text.endsWith(' RESET') || text.endsWith(' SEP')) return null;
  return (
    samplerTick(text) ??
    hostLine(text) ??
    fileName(text) ??
    barePath(text) ??
    traced(text) ??
    sysstatBanner(text) ??
    watchBanner(text) ??
    osWatcher(text) ??
    prompt(text) ??
    epochLine(text) ??
    rule(text) ??
    dateLine(text) ??
    uptimeLine(text)
  );
}

/** A glance, without patterns, that spares most lines of most formats the patterns above. */
export function mayBeMarker(line: string): boolean {
  let at = 0;
  while (line.charCodeAt(at) === 0x20) at += 1;
  const first = line.charCodeAt(at);
  if (first === 0x23 && (line.startsWith('# HELP ', at) || line.startsWith('# TYPE ', at))) return false;
  if (isDigit(first)) return mayBeDate(line, at) || line.includes(' up ');
  if (first < 0x41) return line.length <= 300;
  if (first === 0x5b) return mayBeDate(line, at + 1) || line.includes(']# ') || line.includes(']$ ');
  if (first === 0x5f || first === 0x60 || first === 0x7e || first === 0xe2) return true;
  if (first === 0x45 && line.startsWith('Every ', at)) return true;
  if (first === 0x7a) return line.startsWith('zzz', at);
  if (first === 0x6d && line.startsWith('memory.', at)) return true;
  if (first === 0x4c && line.startsWith('Linux ', at)) return true;
  return mayBeDate(line, at) || line.includes('$ ') || line.includes('# ') || line.endsWith(' >>');
}

/** More groups of digits than a date with time, fraction and zone has. */
const mostDigitGroups = 9;

/**
 * Whether a text can be a date or an epoch: few groups of digits, at most one comma, a clock (or nothing but digits), and no
 * sign that no date holds.
 */
function mayBeDate(line: string, from: number): boolean {
  if (line.length - from > 110) return false;
  let groups = 0;
  let commas = 0;
  let hasClock = false;
  let hasLetter = false;
  let before = 0;
  for (let at = from; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (isDigit(code)) {
      if (!isDigit(before)) {
        groups += 1;
        if (groups > mostDigitGroups) return false;
        if (before === 0x3a && at > from + 1 && isDigit(line.charCodeAt(at - 2))) hasClock = true;
      }
    } else if (code === 0x2c) {
      commas += 1;
      if (commas > 2) return false;
    } else if (code === 0x3b || code === 0x09 || code === 0x25 || code === 0x7b || code === 0x22) return false;
    else if (code > 0x40) hasLetter = true;
    before = code;
  }
  return (
    hasClock ||
    (groups <= 2 && (!hasLetter || line.includes('epoch') || /time/i.test(line) || line.startsWith('ts', from)))
  );
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

function samplerTick(text: string): Marker | null {
  if (!/^=== (?:\d+ )?(?:epoch|mono|boot)=/.test(text)) return null;
  const epoch = /\bepoch=(\d{9,10})(?:\.(\d{1,9}))?(?=\s|$)/.exec(text);
  const mono =
    /\bmono=(\d{1,12}(?:\.\d{1,9})?)(?=\s|$)/.exec(text) ?? /\bboot=(\d{1,12}(?:\.\d{1,9})?)(?=\s|$)/.exec(text);
  return {
    ...nothing,
    kind: 'time',
    stamp: epoch?.[1] ? epochStamp(epoch[1], epoch[2] ?? '') : null,
    monotonicUs: mono?.[1] ? Math.round(Number(mono[1]) * 1e6) : null,
  };
}

function fileName(text: string): Marker | null {
  const name = /^==> (.+) <==$/.exec(text)?.[1];
  return name ? { ...nothing, kind: 'label', label: name } : null;
}

/** What tools for many machines print before each one's output: ansible, parallel-ssh, and a date with a name before it. */
function hostLine(text: string): Marker | null {
  const ansible = /^([\w.-]{1,253}) \| (?:CHANGED|SUCCESS|FAILED|UNREACHABLE!)[^>]{0,20}(?:rc=-?\d+ )?>>$/.exec(
    text,
  )?.[1];
  if (ansible) return { ...nothing, kind: 'label', host: ansible };
  const pssh = /^\[\d+\] (\d\d:\d\d:\d\d) \[(?:SUCCESS|FAILURE)\] (?:[\w.-]+@)?([\w.-]{1,253})(?::\d+)?\b/.exec(text);
  if (pssh?.[1] && pssh[2]) return { ...nothing, kind: 'time', timeOfDay: parseTimeOfDay(pssh[1]), host: pssh[2] };
  const named = /^[#=*>-]{2,} *([a-z][\w.-]{1,252}):? +(.{10,60}?)[ #=*<-]*$/i.exec(text);
  if (!named?.[1] || !mayBeHost(named[1])) return null;
  const stamp = parseDateText(named[2] ?? '');
  return stamp ? { ...nothing, kind: 'time', stamp, host: named[1] } : null;
}

/** Words stand before dates as well: a name holds a digit, a dot or a hyphen, and is no numbered round. */
function mayBeHost(word: string): boolean {
  return (
    /[\d.-]/.test(word) &&
    !/^(?:run|iter|sample|snapshot|round|loop|test|step|pass|tick|batch|block|mem|ps|top)/i.test(word)
  );
}

/** `echo $f; cat $f`: a line that is the name of a file of the kernel and nothing else. */
function barePath(text: string): Marker | null {
  const name = text.endsWith(':') ? text.slice(0, -1) : text;
  if (/\s/.test(name) || !(name.startsWith('/') || name.startsWith('memory.') || name.startsWith('./'))) return null;
  const isKernelFile = cgroupFile(name) !== null || /^\/proc\/(?:\w+\/)*\w+$/.test(name);
  return isKernelFile ? { ...nothing, kind: 'label', label: name } : null;
}

/** What `sh -x` prints before it runs a command: the files that follow are named in it. */
function traced(text: string): Marker | null {
  const command = /^\++ (.+)$/.exec(text)?.[1];
  if (command === undefined) return null;
  if (cgroupFile(command) !== null || /\/proc\//.test(command)) return { ...nothing, kind: 'label', label: command };
  return /^(?:date|sleep|cat|echo|true|free|ps|\[|:)(?:\s|$)/.test(command) ? nothing : null;
}

function sysstatBanner(text: string): Marker | null {
  const banner = text.startsWith('Linux ') ? readSysstatBanner(text) : null;
  return banner && { ...nothing, kind: 'banner', host: banner.host, banner };
}

/** procps watch: `Every 5.0s: free -h        host: Fri Nov 20 09:35:43 2026`; the command is cut where the width ends. */
function watchBanner(text: string): Marker | null {
  const match = /^Every (\d+(?:[.,]\d+)?)s: (.*?)(?:\s{2,}|\s+)([\w.-]+): (.{10,60})$/.exec(text);
  if (!match?.[1]) return null;
  const stamp = parseDateText(match[4] ?? '');
  return {
    ...nothing,
    kind: 'time',
    stamp,
    label: match[2] ?? null,
    host: match[3] ?? null,
    intervalUs: Math.round(Number(match[1].replace(',', '.')) * 1e6) || null,
  };
}

function osWatcher(text: string): Marker | null {
  const date = /^zzz \*\*\*\s*(.+?)(?:\s+Sample interval: \d+.*)?$/.exec(text)?.[1];
  const stamp = date ? parseDateText(date) : null;
  return stamp && { ...nothing, kind: 'time', stamp };
}

/** `$ free -h`, `# free -h`, `user@host:~$ vmstat 1 5`. A `#` prompt is told from a comment by the command behind it. */
function prompt(text: string): Marker | null {
  const dollar = /^(?:[\w.-]+@[\w.-]+:[^$#\s]*|\[[^\]\n]{3,60}\])?\s?\$ (.+)$/.exec(text)?.[1];
  const hash =
    /^(?:[\w.-]+@[\w.-]+:[^$#\s]*|\[[^\]\n]{3,60}\])?\s?# ((?:free|top|ps|vmstat|sar|cat|grep|tail|head|watch|while|for|date|swapon|pmap|smem|kubectl|docker|pidstat|numastat|slabtop)\b.*)$/.exec(
      text,
    )?.[1];
  const command = dollar ?? hash;
  return command ? { ...nothing, kind: 'label', label: command } : null;
}

/** 2014 to 2100 in seconds: below lie sizes, and logs older than that had other formats. */
const oldestEpochSeconds = 1_400_000_000;
const newestEpochSeconds = 4_102_444_800;

function epochLine(text: string): Marker | null {
  const match = /^(?:@|epoch[ =:]+|ts[ =:]+|time(?:stamp)?[ =:]+)?(\d{10})(\d{3})?(?:\.(\d{1,9}))?$/i.exec(text);
  if (!match?.[1] || (match[2] && match[3])) return null;
  const seconds = Number(match[1]);
  if (seconds < oldestEpochSeconds || seconds > newestEpochSeconds) return null;
  return { ...nothing, kind: 'time', stamp: epochStamp(match[1], match[2] ?? match[3] ?? '') };
}

/** Seconds and their decimal digits as a stamp; nanoseconds are cut to microseconds. */
export function epochStamp(seconds: string, fraction: string): Stamp {
  const micros = Number(fraction.padEnd(6, '0').slice(0, 6));
  return {
    civilUs: Number(seconds) * 1_000_000 + micros,
    offsetMinutes: 0,
    hasYear: true,
    precisionUs: Math.max(1, 10 ** (6 - Math.min(6, fraction.length))),
  };
}

function rule(text: string): Marker | null {
  return /^(?:[-=*#_~+.]{3,}(?: \d{1,7})?|\xe2\x80\xa6|`{3,}\w*|~~~\w*)$/.test(text) ? nothing : null;
}

const decoration = /^[\s=#*<>[({|~-]+|[\s=#*<>\])}|~-]+$/g;
const introduction =
  /^(?:(?:date|time|timestamp|snapshot|sample|captured|collected|taken|started|generated|now|current|tick|at|on|ts)\b[\s:=]*|#\d{1,6}[:.]?\s+)+/i;

function dateLine(text: string): Marker | null {
  if (!holdsTime.test(text)) return null;
  const undecorated = text.replace(decoration, '');
  const counted = undecorated === text ? text : undecorated.replace(/^\d{1,7} (?=.*\d:\d\d)/, '');
  const core = counted.replace(introduction, '').replace(/^["']|["']$/g, '');
  const stamp = parseDateText(undecorated) ?? parseDateText(core);
  if (stamp) return { ...nothing, kind: 'time', stamp };
  const timeOfDay = /^\d\d:\d\d:\d\d/.test(core) ? parseTimeOfDay(core) : null;
  return timeOfDay && { ...nothing, kind: 'time', timeOfDay };
}

/** procps uptime: ` 04:38:23 up 0 min,  0 users,  load average: 1.97, 0.53, 0.18`. */
function uptimeLine(text: string): Marker | null {
  const clock = /^(\d\d:\d\d:\d\d) up .*load average: /.exec(text)?.[1];
  const timeOfDay = clock ? parseTimeOfDay(clock) : null;
  return timeOfDay && { ...nothing, kind: 'time', timeOfDay };
}
