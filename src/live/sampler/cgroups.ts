import { existsSync } from 'node:fs';
import { readProc } from './proc-files.ts';
import type { Metrics } from './system.ts';

/** Reads what cgroups use, in whichever hierarchy counts memory here. */
export interface CgroupReader {
  readonly version: 1 | 2 | null;
  read(cgroup: string): Metrics | null;
  /** Pages of files that nobody used lately: they count as used, and are given back before anybody is killed. */
  inactiveFileBytes(cgroup: string): number;
}

/** v1 prints its largest page-aligned number for "no limit". */
const unlimitedV1 = 9_223_372_036_854_000_000;

export function createCgroupReader(mount = '/sys/fs/cgroup'): CgroupReader {
  const v1 = existsSync(`${mount}/memory/memory.usage_in_bytes`);
  const v2 = existsSync(`${mount}/cgroup.controllers`);
  const version = v1 ? 1 : v2 ? 2 : null;
  return {
    version,
    read: (cgroup) =>
      version === 1 ? readV1(`${mount}/memory${cgroup}`) : version === 2 ? readV2(`${mount}${cgroup}`) : null,
    inactiveFileBytes(cgroup) {
      const text = readProc(`${version === 1 ? `${mount}/memory` : mount}${cgroup}/memory.stat`) ?? '';
      return Number(
        /^(?:total_)?inactive_file (\d+)$/m.exec(version === 1 ? text.slice(text.indexOf('total_')) : text)?.[1] ?? 0,
      );
    },
  };
}

function numberIn(path: string): number | null {
  const text = readProc(path);
  if (text === null) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

function readV1(folder: string): Metrics | null {
  const usage = numberIn(`${folder}/memory.usage_in_bytes`);
  if (usage === null) return null;
  const limit = numberIn(`${folder}/memory.limit_in_bytes`);
  const failures = numberIn(`${folder}/memory.failcnt`);
  const control = readProc(`${folder}/memory.oom_control`) ?? '';
  const kills = /^oom_kill (\d+)$/m.exec(control)?.[1];
  return {
    cgroupUsageBytes: usage,
    ...(limit !== null && limit < unlimitedV1 && { cgroupLimitBytes: limit }),
    ...(failures !== null && { cgroupMaxTotal: failures }),
    ...(kills !== undefined && { oomKillCount: Number(kills) }),
  };
}

function readV2(folder: string): Metrics | null {
  const usage = numberIn(`${folder}/memory.current`);
  if (usage === null) return null;
  const limit = numberIn(`${folder}/memory.max`);
  const events = readProc(`${folder}/memory.events`) ?? '';
  const event = (key: string): number | null => {
    const value = new RegExp(`^${key} (\\d+)$`, 'm').exec(events)?.[1];
    return value === undefined ? null : Number(value);
  };
  const metrics: Metrics = { cgroupUsageBytes: usage };
  if (limit !== null) metrics.cgroupLimitBytes = limit;
  for (const [key, name] of [
    ['max', 'cgroupMaxTotal'],
    ['oom', 'cgroupOomTotal'],
    ['oom_kill', 'oomKillCount'],
  ] as const) {
    const value = event(key);
    if (value !== null) metrics[name] = value;
  }
  return metrics;
}
