import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

/** A repeatable stream of whole numbers below `bound`. */
function numbers(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % bound;
  };
}

const programs = ['sshd', 'CRON', 'nginx', 'systemd', 'postgres', 'dockerd', 'kubelet', 'chronyd', 'sudo', 'dhclient'];
const words =
  'connection closed by peer session opened for user root started finished reloading configuration request served in upstream timed out accepted publickey from port protocol error listening on retry scheduled'.split(
    ' ',
  );

/** One ordinary message, 30 to 160 bytes. */
function ordinaryText(next: (bound: number) => number): string {
  return `${Array.from({ length: 4 + next(16) }, () => words[next(words.length)]).join(' ')} ${next(1e9)}`;
}

function syslogLine(next: (bound: number) => number, seconds: number): string {
  return `${stampOf(seconds)} web-${next(4)} ${programs[next(programs.length)]}[${1000 + next(30_000)}]: ${ordinaryText(next)}\n`;
}

function stampOf(seconds: number): string {
  const day = 1 + (Math.floor(seconds / 86_400) % 28);
  return `Mar ${String(day).padStart(2)} ${new Date(seconds * 1000).toISOString().slice(11, 19)}`;
}

/** An entry of `journalctl -o json` with the fields that systemd writes for a service. */
function journalLine(next: (bound: number) => number, seconds: number): string {
  const program = programs[next(programs.length)];
  const us = `${1_772_500_000 + seconds}${String(next(1e6)).padStart(6, '0')}`;
  const hex = (digits: number) => Array.from({ length: digits }, () => next(16).toString(16)).join('');
  return `${JSON.stringify({
    __CURSOR: `s=${hex(32)};i=${hex(6)};b=${hex(32)};m=${hex(8)};t=${hex(13)};x=${hex(16)}`,
    __REALTIME_TIMESTAMP: us,
    __MONOTONIC_TIMESTAMP: String(seconds * 1_000_000),
    _BOOT_ID: '4f1c2b7a9d3e4c55a1b2c3d4e5f60718',
    _HOSTNAME: 'web-1',
    _TRANSPORT: 'journal',
    PRIORITY: '6',
    SYSLOG_IDENTIFIER: program,
    _PID: String(1000 + next(30_000)),
    _UID: '0',
    _COMM: program,
    _SYSTEMD_UNIT: `${program}.service`,
    MESSAGE: ordinaryText(next),
  })}\n`;
}

export interface Log {
  /** Bytes of ordinary lines. */
  readonly bytes: number;
  readonly form: 'syslog' | 'journal-json';
  /** The lines of a report in the same form, the `nth` one. */
  readonly report: (nth: number) => string;
  readonly reports: number;
}

/** Blocks of ordinary lines are used again in another order: writing the file is not what is measured. */
const blockCount = 16;

/** Writes a log in which reports stand evenly spread among ordinary lines. Repeatable. */
export function writeLog(path: string, { bytes, form, report, reports }: Log): void {
  const next = numbers(7);
  const line = form === 'syslog' ? syslogLine : journalLine;
  const blocks = Array.from({ length: blockCount }, () => {
    const lines: string[] = [];
    let seconds = next(1e6);
    for (let length = 0; length < Math.min(1024 * 1024, bytes); length += lines.at(-1)?.length ?? 0) {
      seconds += next(3);
      lines.push(line(next, seconds));
    }
    return Buffer.from(lines.join(''), 'latin1');
  });
  const file = openSync(path, 'w');
  const every = bytes / reports;
  let ordinaryBytes = 0;
  let reportsWritten = 0;
  while (ordinaryBytes < bytes) {
    ordinaryBytes += writeSync(file, blocks[next(blocks.length)] as Buffer);
    for (; reportsWritten < reports && ordinaryBytes >= (reportsWritten + 0.5) * every; reportsWritten += 1)
      writeSync(file, report(reportsWritten));
  }
  closeSync(file);
}

/** The nth of many reports: this long after the one before, as a service that is restarted and killed again. */
const secondsApart = 7;

/** Moves the stamps of a syslog report, its own clock's too. */
export function moved(report: string): (nth: number) => string {
  return (nth) =>
    report
      .replaceAll(/^\w{3} [ \d]\d \d\d:\d\d:\d\d/gm, stampOf(nth * secondsApart))
      .replaceAll(/\[ *(\d+)\.(\d{6})\]/g, (_stamp, seconds: string, micros: string) => {
        const later = String(Number(seconds) + nth * secondsApart);
        return `[${later.padStart(5)}.${micros}]`;
      });
}

/** The report of a capture as it stands there, line by line, from its opener to its kill line. */
export function reportOf(path: string): string {
  const lines = readFileSync(path, 'latin1').split('\n');
  const first = lines.findIndex((line) => line.includes('invoked oom-killer'));
  const last = lines.findIndex((line, index) => index > first && line.includes('Killed process'));
  return `${lines.slice(first, last + 1).join('\n')}\n`;
}
