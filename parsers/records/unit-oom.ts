import type { LogEntry } from '../model/entry.ts';
import type { UnitOom } from '../model/records/unit-oom.ts';
import { logfmtValue } from './blocks/logfmt.ts';
import { oneLine, WHOLE } from './blocks/one-line.ts';
import { CONTAINERD, DOCKER, KUBELET, LONGEST_DAEMON_LINE, mayBeOneOf, SYSTEMD } from './blocks/writer.ts';
import type { Extractor } from './extractor.ts';

type Found = Omit<UnitOom, 'kind' | 'complete' | 'problems' | 'kernelRelease'>;

const nothing = { unit: null, pod: null, container: null, pid: null, comm: null } as const;

/** sd-messages.h. The id stays when the wording changes, as it did in version 261. */
const KERNEL_OOM_ID = 'fe6faa94e7774663a0da52717891d8ef';
const SYSTEMD_OOMD_ID = 'd989611b15e44c9dbf31e3c81256e4ed';

const UNIT = /^(\S+): /;
const NOTICE =
  /^\S+: (?:A process of this unit has been killed by the OOM killer|The kernel OOM killer killed some processes in this unit)\.?$/;
const OOMD = /^\S+: systemd-oomd killed (?:\d+|some) process\(es\) in this unit\.?$/;
const RESULT = /^\S+: Failed with result 'oom-kill'\.?$/;

/**
 * PID 1 and user managers (src/core/cgroup.c, unit.c):
 * ```
 * web.service: A process of this unit has been killed by the OOM killer.             247 - 260
 * web.service: The kernel OOM killer killed some processes in this unit.             261 on
 * web.service: systemd-oomd killed 12 process(es) in this unit.
 * web.service: Failed with result 'oom-kill'.
 * ```
 */
function systemd(text: string, messageId: string | null): Found | null {
  const unit = UNIT.exec(text)?.[1] ?? null;
  if (unit === null) return null;
  const found = { ...nothing, manager: 'systemd', unit } as const;
  if (messageId === KERNEL_OOM_ID || NOTICE.test(text)) return { ...found, result: 'oom-notice' };
  if (messageId === SYSTEMD_OOMD_ID || OOMD.test(text)) return { ...found, result: 'oomd-kill' };
  return RESULT.test(text) ? { ...found, result: 'oom-kill' } : null;
}

const SYSTEM_OOM =
  /System OOM encountered(?:, victim process: (.{1,64}), pid: (\d+)|: +process pid (\d+), process name: (\S+))?/;
const SYS_OOM_EVENT = /Got sys oom event(?: from cadvisor)?(?::|\\*") /;
const EVENT_PID = /\bPid\\*"?: ?(\d+)|&\{(\d+) \S+ \d{4}-/;
const EVENT_COMM = /\bProcessName\\*"?: ?(?:\\*"([^"\\]{1,64})|([^\s",}]{1,64}))|&\{\d+ (\S+) \d{4}-/;

/** pkg/kubelet/oom/oom_watcher_linux.go: the node event and, from verbosity 1 on, the klog line before it. */
function kubelet(text: string): Found | null {
  const event = SYSTEM_OOM.exec(text);
  const found = { ...nothing, manager: 'kubelet', result: 'system-oom' } as const;
  if (event) {
    const [, comm, pid, oldPid, oldComm] = event;
    return { ...found, pid: numberOrNull(pid ?? oldPid), comm: comm ?? oldComm ?? null };
  }
  if (!SYS_OOM_EVENT.test(text)) return null;
  const pid = EVENT_PID.exec(text);
  const comm = EVENT_COMM.exec(text);
  return { ...found, pid: numberOrNull(pid?.[1] ?? pid?.[2]), comm: comm?.[1] ?? comm?.[2] ?? comm?.[3] ?? null };
}

const TASK_OOM = /TaskOOM event (?:&TaskOOM\{ContainerID:|container_id:\\*"?)([\w.-]+)/;

/** internal/cri/server/events.go: `TaskOOM event &TaskOOM{ContainerID:{id},...}` (1.x), `TaskOOM event container_id:"{id}"` (2.x). */
function containerd(text: string): Found | null {
  const match = TASK_OOM.exec(text);
  return match ? { ...nothing, manager: 'containerd', container: match[1] ?? null, result: 'task-oom' } : null;
}

const CONTAINER_OOM = /(?:^| )container oom ([0-9a-f]{12,64})(?: \(|$)/;

/** `docker events`: `2019-05-04T18:05:45.023195599-05:00 container oom {id} (image=..., name=...)`. The daemon logs no line. */
function docker(text: string): Found | null {
  const match = CONTAINER_OOM.exec(text);
  return match ? { ...nothing, manager: 'docker', container: match[1] ?? null, result: 'task-oom' } : null;
}

const INIT_KILLED = 'container init was OOM-killed';

/** runc and crun, quoted by whoever asked for the container. */
function initKilled(manager: 'kubelet' | 'containerd' | 'docker'): (text: string) => Found | null {
  return (text) =>
    text.includes(INIT_KILLED) && (manager !== 'kubelet' || /\bpod(?:UID)?=/.test(text))
      ? {
          ...nothing,
          manager,
          pod: logfmtValue(text, 'pod'),
          container: logfmtValue(text, 'containerID') ?? logfmtValue(text, 'container'),
          result: 'init-oom-kill',
        }
      : null;
}

const either =
  (...readers: readonly ((text: string) => Found | null)[]) =>
  (text: string): Found | null => {
    for (const read of readers) {
      const found = read(text);
      if (found) return found;
    }
    return null;
  };

interface Manager {
  readonly tags: readonly string[];
  readonly read: (text: string, messageId: string | null) => Found | null;
}

const managers: readonly Manager[] = [
  { tags: SYSTEMD, read: systemd },
  { tags: KUBELET, read: either(kubelet, initKilled('kubelet')) },
  { tags: CONTAINERD, read: either(containerd, initKilled('containerd')) },
  { tags: DOCKER, read: either(docker, initKilled('docker')) },
];

/** What a service manager or container runtime says of its unit, one record a line: notice and result are two. */
export const unitOom: Extractor<UnitOom> = {
  kind: 'unit-oom',
  openers: [
    'been killed by the OOM killer',
    'kernel OOM killer killed',
    'systemd-oomd killed ',
    "result 'oom-kill'",
    KERNEL_OOM_ID,
    SYSTEMD_OOMD_ID,
    'System OOM encountered', // kubelet's event
    'Got sys oom event', // the same at klog verbosity 1, without the event
    'TaskOOM event ', // containerd
    'container oom ', // docker events
    INIT_KILLED, // runc, crun
  ],
  writers: 'user',
  open(entry: LogEntry) {
    if (entry.text.length > LONGEST_DAEMON_LINE) return null;
    const text = entry.text.trimEnd();
    for (const { tags, read } of managers) {
      const found = mayBeOneOf(entry, tags) ? read(text, entry.messageId) : null;
      if (found) return oneLine({ kind: 'unit-oom', ...WHOLE, ...found });
    }
    return null;
  },
};

function numberOrNull(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits);
}
