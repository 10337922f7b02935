import { readFileSync, readlinkSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { Surroundings } from './plan.ts';

/** `btime` of /proc/stat: seconds since the epoch at which this machine booted. */
function bootMs(): number | null {
  try {
    const seconds = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1];
    return seconds === undefined ? null : Number(seconds) * 1000;
  } catch {
    return null;
  }
}

/** A machine without a zone of its own, as most servers are. To ask `Intl` costs as much as loading half of this program. */
function isUtc(): boolean {
  if (process.env.TZ !== undefined) return process.env.TZ === 'UTC';
  try {
    return readlinkSync('/etc/localtime').match(/\/zoneinfo\/(?:Etc\/)?UTC$/) !== null;
  } catch {
    return false;
  }
}

/** The surroundings of this process. */
export function readSurroundings(): Surroundings {
  const stdoutIsTerminal = isatty(1);
  return {
    env: process.env,
    nowMs: Date.now(),
    get bootMs() {
      return bootMs();
    },
    get machineZone() {
      return isUtc() ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone;
    },
    stdinIsTerminal: isatty(0),
    stdoutIsTerminal,
    stdoutColumns: stdoutIsTerminal ? process.stdout.columns : null,
  };
}
