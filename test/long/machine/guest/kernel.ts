import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process that the kernel says it killed. */
export interface Kill {
  readonly pid: number;
  readonly comm: string;
  /** Kernel's stamp, by CLOCK_MONOTONIC. */
  readonly atSeconds: number;
}

/** Everybody whose kill is in the ring buffer: the truth that a timeline is held against. Of a group the kernel names the first twice. */
export function kills(): Kill[] {
  const ring = execFileSync('dmesg', { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const killed = new Map<number, Kill>();
  for (const [, at, pid, comm = ''] of ring.matchAll(/^\[ *([\d.]+)\] .*: Killed process (\d+) \(([^)]*)\)/gm))
    if (!killed.has(Number(pid))) killed.set(Number(pid), { pid: Number(pid), comm, atSeconds: Number(at) });
  return [...killed.values()];
}

export const killsBy = (comm: string): Kill[] => kills().filter((kill) => kill.comm === comm);

/** As the journal and the timeline write it. */
export const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim().replaceAll('-', '');

export const nowSeconds = (): number => Number(process.hrtime.bigint()) / 1e9;
