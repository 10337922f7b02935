import { type Host, settled } from './kernel-text.ts';
import type { HostLook } from './sampler-text.ts';

/** What a report says of a host, as the looks of samplers before it: the last of them is the report's own layout. */

/** Small amounts beside what a scene is about, MiB. */
export const usual = { shmem: 110, file: 50, slabKept: 380, slabFreeable: 190, pageTables: 100, stacks: 36 };

/** Anonymous MiB of all tasks of a name, `rest` resolved. */
export const anonOf = (host: Host, comm: string): number =>
  settled(host)
    .filter((task) => task.comm === comm)
    .reduce((all, { anon }) => all + anon, 0);

/** The host while `gone` MiB of processes are not there yet; the room is cache and free memory. */
export function lookOf(host: Host, gone: number, more: Partial<HostLook> = {}): HostLook {
  const { ram, parts = {}, swap = [0, 0] } = host;
  const tasks = settled(host);
  const lockedByTasks = tasks.reduce((all, task) => all + (task.locked ?? 0), 0);
  const anon = tasks.reduce((all, task) => all + task.anon, 0) - lockedByTasks - gone;
  const pool = parts.huge ? (parts.huge.pageMiB ?? 2) : 0;
  const part = {
    shmem: parts.shmem ?? 0,
    locked: (parts.locked ?? 0) + lockedByTasks,
    slabKept: parts.slabKept ?? 0,
    slabFreeable: parts.slabFreeable ?? 0,
    pageTables: parts.pageTables ?? 0,
    stacks: parts.stacks ?? 0,
  };
  const huge = (parts.huge?.total ?? 0) * pool;
  const placed = Object.values(part).reduce((all, mib) => all + mib, anon + huge + (parts.hidden ?? ram * 0.012));
  const room = Math.max(70, ram - placed);
  return {
    total: ram,
    anon,
    ...part,
    huge: [huge, (parts.huge?.free ?? 0) * pool],
    swap,
    file: room * 0.6,
    free: room * 0.4,
    ...more,
  };
}
