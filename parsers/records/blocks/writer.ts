import type { LogEntry } from '../../model/entry.ts';

/** The kernel wrote it, or the transport cannot say who did. */
export function mayBeKernel(entry: LogEntry): boolean {
  return entry.writer !== 'user';
}

/** A program wrote it, or it stands without a tag where the transport cannot say who did (a container's or program's own log). */
export function mayBeProgram(entry: LogEntry): boolean {
  return entry.writer === 'user' || (entry.writer === 'unproved' && entry.tag === null);
}

/** Like `mayBeProgram`; where there is a tag it must be one of these programs'. */
export function mayBeOneOf(entry: LogEntry, programs: readonly string[]): boolean {
  return mayBeProgram(entry) && (entry.tag === null || programs.includes(entry.tag));
}

/** True if printk's caller ids prove that another task or CPU printed this line. */
export function isOtherCaller(entry: LogEntry, caller: string | null): boolean {
  return entry.caller !== null && caller !== null && entry.caller !== caller;
}

/** Daemons write shorter lines than this; container runtimes cut at it. What is longer is no daemon's, and costs time. */
export const LONGEST_DAEMON_LINE = 16_384;

/** The kubelet under its own name and inside the single-binary distributions, which contain containerd as well. */
export const KUBELET = [
  'kubelet',
  'hyperkube',
  'k3s',
  'k3s-agent',
  'rke2',
  'k0s',
  'kubelite',
  'microk8s.daemon-kubelite',
];
export const CONTAINERD = ['containerd', 'k3s', 'k3s-agent', 'rke2', 'k0s', 'microk8s.daemon-containerd', 'dockerd'];
export const DOCKER = ['dockerd', 'docker', 'docker-compose'];
export const SYSTEMD = ['systemd'];
