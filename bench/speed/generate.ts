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

/** One ordinary line of syslog, 70 to 200 bytes. */
function ordinaryLine(next: (bound: number) => number, seconds: number): string {
  const day = 1 + (Math.floor(seconds / 86_400) % 28);
  const time = new Date(seconds * 1000).toISOString().slice(11, 19);
  const program = programs[next(programs.length)];
  const text = Array.from({ length: 4 + next(16) }, () => words[next(words.length)]).join(' ');
  return `Mar ${String(day).padStart(2)} ${time} web-${next(4)} ${program}[${1000 + next(30_000)}]: ${text} ${next(1e9)}\n`;
}

/**
 * Writes a syslog with about `bytes` bytes of ordinary lines in which the given report stands `reports` times, evenly spread. Repeatable.
 * Blocks of ordinary lines are reused with a few changes, since writing the file is not what is measured.
 */
export function writeSyslog(path: string, bytes: number, report: string, reports: number): void {
  const next = numbers(7);
  const blocks = Array.from({ length: 16 }, () => {
    let block = '';
    let seconds = next(1e6);
    while (block.length < 1024 * 1024) {
      seconds += next(3);
      block += ordinaryLine(next, seconds);
    }
    return Buffer.from(block, 'latin1');
  });
  const file = openSync(path, 'w');
  const every = bytes / reports;
  let ordinaryBytes = 0;
  let reportsWritten = 0;
  while (ordinaryBytes < bytes) {
    ordinaryBytes += writeSync(file, blocks[next(blocks.length)] as Buffer);
    for (; reportsWritten < reports && ordinaryBytes >= (reportsWritten + 0.5) * every; reportsWritten += 1)
      writeSync(file, report);
  }
  closeSync(file);
}

/** The report of a capture as it stands there, line by line, from its opener to its kill line. */
export function reportOf(path: string): string {
  const lines = readFileSync(path, 'latin1').split('\n');
  const first = lines.findIndex((line) => line.includes('invoked oom-killer'));
  const last = lines.findIndex((line, index) => index > first && line.includes('Killed process'));
  return `${lines.slice(first, last + 1).join('\n')}\n`;
}
