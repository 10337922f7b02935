import { readdirSync } from 'node:fs';
import { readProc } from './proc-files.ts';

/** A process by what /proc/PID/stat says; the start tells two with one pid apart. */
export interface ProcessSize {
  readonly pid: number;
  readonly comm: string;
  /** Clock ticks after boot, as printed. */
  readonly startedAt: string;
  readonly rssPages: number;
}

/** One of the largest, looked at more closely. Null: the kernel does not say, or not to us. */
export interface ProcessDetail extends ProcessSize {
  readonly rssBytes: number;
  readonly rssAnonBytes: number | null;
  readonly rssFileBytes: number | null;
  readonly rssShmemBytes: number | null;
  readonly swapBytes: number | null;
  readonly oomScoreAdj: number | null;
  readonly cgroup: string | null;
}

/** `26 (a ) b) S 1 ...`: the name may hold blanks and parentheses, so what follows is found from the last one. */
export function parseStat(text: string): ProcessSize | null {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open) return null;
  const fields = text.slice(close + 2).split(' ');
  const rssPages = Number(fields[21]);
  const startedAt = fields[19];
  if (startedAt === undefined || !Number.isSafeInteger(rssPages)) return null;
  return { pid: Number(text.slice(0, open - 1)), comm: text.slice(open + 1, close), startedAt, rssPages };
}

/** Pids of all processes. */
export function listPids(proc = '/proc'): number[] {
  return readdirSync(proc).flatMap((name) => {
    const first = name.charCodeAt(0);
    return first < 0x31 || first > 0x39 ? [] : [Number(name)];
  });
}

/** Null where it has ended. Costs about 20 microseconds. */
export function sizeOf(pid: number, proc = '/proc'): ProcessSize | null {
  const text = readProc(`${proc}/${pid}/stat`);
  return text === null ? null : parseStat(text);
}

/** Looks at one process more closely; null where it has ended, or its pid is another's. */
export function detailOf(size: ProcessSize, cgroup: string | null, proc = '/proc'): ProcessDetail | null {
  const text = readProc(`${proc}/${size.pid}/status`);
  if (text === null) return null;
  const kib = (key: string): number | null => {
    const at = text.indexOf(`\n${key}:`);
    return at < 0 ? null : Number.parseInt(text.slice(at + key.length + 2), 10) * 1024;
  };
  const rssBytes = kib('VmRSS');
  if (rssBytes === null) return null;
  const adjustment = readProc(`${proc}/${size.pid}/oom_score_adj`);
  return {
    ...size,
    rssBytes,
    rssAnonBytes: kib('RssAnon'),
    rssFileBytes: kib('RssFile'),
    rssShmemBytes: kib('RssShmem'),
    swapBytes: kib('VmSwap'),
    oomScoreAdj: adjustment === null ? null : Number(adjustment),
    cgroup,
  };
}

/** Path of a process in the hierarchy that counts its memory: v1's memory controller, else v2's only one. */
export function cgroupOf(pid: number, proc = '/proc'): string | null {
  const text = readProc(`${proc}/${pid}/cgroup`);
  if (text === null) return null;
  const v1 = /^\d+:(?:[^:\n]*,)?memory(?:,[^:\n]*)?:(.*)$/m.exec(text)?.[1];
  return v1 ?? /^0::(.*)$/m.exec(text)?.[1] ?? null;
}
