import type { CauseId } from '../../../src/diagnosis/analysis.ts';
import { type Framing, framed, type Task } from './kernel-text.ts';
import { cgroupLoop, type Look, meminfoLoop, type ProcessLook, pidstat, sarMemory } from './sampler-text.ts';

/** What is true of a scene, written down before anything judged it. */
export interface Truth {
  /** `none`: nothing happened, and nothing may be said. */
  readonly cause: CauseId | 'none';
  /** Other answers that are right too, as far as this log and these samples go. */
  readonly or?: readonly CauseId[];
  /** Who took the memory: a program, a cgroup, or `null` where nobody can be named. Left out: whoever is named counts. */
  readonly who?: string | null;
  readonly victimIsCulprit?: boolean;
  /** What the files allow to be claimed: `no` where they cannot tell. Left out: whatever is claimed. */
  readonly knowable?: 'sure' | 'likely' | 'no';
}

/** An incident of the field, made by hand: files as a person would hand them in. */
export interface Scene {
  readonly id: string;
  readonly truth: Truth;
  /** What happened, and why the truth is what it is. */
  readonly story?: string;
  /** Known to end undetermined: better than the wrong answer, and a miss all the same. */
  readonly leftOpen?: boolean;
  readonly files: Readonly<Record<string, string>>;
}

export const host = 'node17';
export const eventAt = new Date('2026-03-14T02:11:07Z');
export const uptime = 1_893_311;

/** Kernel text as a log file of the event. `later`: seconds behind the event. */
export function log(lines: readonly string[], framing: Framing = 'iso', later = 0): string {
  return framed(lines, new Date(eventAt.getTime() + later * 1000), uptime + later, framing, host);
}

/** A line of a service, so many seconds behind the event. */
export const said = (tag: string, text: string, later = 0): string =>
  `${new Date(eventAt.getTime() + later * 1000).toISOString().slice(0, -1)}000+00:00 ${host} ${tag}: ${text}\n`;

/** What is left of a report where only the line of the kill was kept. */
export const killLine = (lines: readonly string[]): string[] => lines.filter((line) => /Killed process/.test(line));

/** Moments before the event, the first `from` seconds before it, every `step` seconds, the last just before. */
export function looks(
  from: number,
  step: number,
  at: (share: number, secondsBefore: number) => Omit<Look, 'at'>,
): Look[] {
  const made: Look[] = [];
  for (let before = from; before >= Math.min(step, 5); before -= step) {
    made.push({ at: new Date(eventAt.getTime() - before * 1000), ...at(1 - before / from, before) });
  }
  return made;
}

export interface Sampled {
  readonly looks: readonly Look[];
  readonly total: number;
  readonly sar?: boolean;
}

/** Sample files of a host: meminfo in a loop (or `sar -r`), pidstat and cgroup files, as far as the looks show them. */
export function samples({ looks: all, total, sar = false }: Sampled): Record<string, string> {
  const files: Record<string, string> = {};
  if (all.some((look) => look.host))
    files[sar ? 'sar-r.txt' : 'meminfo.txt'] = sar ? sarMemory(all, host) : meminfoLoop(all);
  if (all.some((look) => look.processes)) files['pidstat.txt'] = pidstat(all, host, total);
  if (all.some((look) => look.groups)) files['cgroups.txt'] = cgroupLoop(all);
  return files;
}

const daemons = [
  'systemd',
  'systemd-journal',
  'systemd-udevd',
  'dbus-daemon',
  'systemd-logind',
  'sshd',
  'crond',
  'rsyslogd',
  'chronyd',
  'agetty',
  'polkitd',
  'NetworkManager',
  'tuned',
  'containerd',
  'dockerd',
  'containerd-shim',
  'kubelet',
  'node_exporter',
  'filebeat',
  'snmpd',
  'master',
  'qmgr',
  'bash',
  'sudo',
  'irqbalance',
  'multipathd',
  'lvmetad',
  'auditd',
];

/** Small processes as every host has them; the same on every call. */
export function daemonsOf(count: number, mib = 9): Task[] {
  return Array.from({ length: count }, (_, index) => ({
    comm: daemons[index % daemons.length] as string,
    pid: index === 0 ? 1 : 600 + index * 7,
    anon: Number((mib * (0.2 + ((index * 37) % 100) / 60)).toFixed(2)),
    uid: index % 5 === 0 ? 0 : 990 + (index % 7),
    adj: index % daemons.length === 2 ? -1000 : index % daemons.length === 15 ? -998 : 0,
  }));
}

/** The same as a sampler of processes sees them. */
export const daemonLooks = (count = 14): ProcessLook[] => asSampled(daemonsOf(count));

export const asSampled = (tasks: readonly Task[]): ProcessLook[] =>
  tasks.map(({ pid, comm, anon }) => ({ pid, comm, rss: anon === 'rest' ? 0 : anon }));

/** Processes of one name. */
export function many(comm: string, count: number, mib: number, first: number, more: Partial<Task> = {}): Task[] {
  return Array.from({ length: count }, (_, index) => ({
    comm,
    pid: first + index * 3,
    anon: Number((mib * (0.8 + ((index * 29) % 40) / 100)).toFixed(2)),
    ...more,
  }));
}

/** The same scene without what samplers wrote. */
export function withoutSamples(scene: Scene): Scene {
  const isLog = ([name]: readonly [string, string]): boolean => /\.log$/.test(name);
  return { ...scene, files: Object.fromEntries(Object.entries(scene.files).filter(isLog)) };
}
