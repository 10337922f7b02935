import type { LogEntry } from '../model/entry.ts';
import type { UnitSignalKill } from '../model/records/unit-signal-kill.ts';
import { logfmtValue } from './blocks/logfmt.ts';
import { oneLine, WHOLE } from './blocks/one-line.ts';
import { CONTAINERD, DOCKER, KUBELET, LONGEST_DAEMON_LINE, mayBeOneOf, SYSTEMD } from './blocks/writer.ts';
import type { Extractor } from './extractor.ts';

type Found = Omit<UnitSignalKill, 'kind' | 'complete' | 'problems' | 'kernelRelease'>;

/** 128 + SIGKILL, as container runtimes and shells report it. */
const KILLED_STATUS = 137;

const nothing = { unit: null, pod: null, container: null, signal: null, exitStatus: null } as const;
const killedContainer = { ...nothing, exitStatus: KILLED_STATUS } as const;

const PROCESS_EXITED =
  /^(\S+): (?:[Mm]ain|[Cc]ontrol|[Cc]hild) process(?: \d+)? exited, code=(killed|dumped|exited), status=(\d+)\/\S+(?: \(success\))?$/;

/** src/core/service.c: `{unit}: Main process exited, code=killed, status=9/KILL` (lower-case `main` up to version 229). */
function systemd(text: string): Found | null {
  const match = PROCESS_EXITED.exec(text);
  if (!match) return null;
  const [, unit = null, code, status] = match;
  if (code === 'killed' && status === '9') return { ...nothing, manager: 'systemd', unit, signal: 'SIGKILL' };
  return code === 'exited' && status === '137' ? { ...killedContainer, manager: 'systemd', unit } : null;
}

/** pkg/kubelet/pleg/generic.go, 1.24 on: `"Generic (PLEG): container finished" podID="..." containerID="..." exitCode=137` */
function kubelet(text: string): Found | null {
  if (logfmtValue(text, 'exitCode') !== '137') return null;
  const container = logfmtValue(text, 'containerID');
  if (container === null) return null;
  return {
    ...killedContainer,
    manager: 'kubelet',
    pod: logfmtValue(text, 'pod') ?? logfmtValue(text, 'podID'),
    container,
  };
}

const TASK_EXIT =
  /(?:container_id:\\*"?|ContainerID:)([0-9A-Za-z_.-]+)\\*"?,? +(?:id:\\*"?|ID:)([0-9A-Za-z_.-]+)\\*"?,? .*(?:exit_status:|ExitStatus:)137\b/;
const TASK_EXIT_GO = /TaskExit event &TaskExit\{ContainerID:([^,]+),ID:([^,]+),Pid:\d+,ExitStatus:137,/;

/**
 * internal/cri/server/events.go: `received exit event container_id:"..." id:"..." pid:7620 exit_status:137` (1.7 on),
 * `TaskExit event &TaskExit{ContainerID:...,ID:...,Pid:7620,ExitStatus:137,...}` (1.2 - 1.5). An id other than the
 * container's is a process of `exec`, and a sandbox is always ended by SIGKILL: neither says anything.
 */
function containerd(text: string): Found | null {
  if (/\bsandbox exit event\b|podsandbox|sandbox TaskExit/.test(text)) return null;
  const match = TASK_EXIT_GO.exec(text) ?? TASK_EXIT.exec(text);
  if (!match || match[1] !== match[2]) return null;
  return { ...killedContainer, manager: 'containerd', container: match[1] ?? null };
}

const DOCKER_EVENT = /(?:^| )container die ([0-9a-f]{12,64}) \(.*\bexitCode=137\b/;
const COMPOSE = /^\W*([\w.-]+[-_]\d+) exited with code 137$/;

/**
 * `container die {id} (exitCode=137, image=...)` (docker events), `web-1 exited with code 137` (docker compose),
 * `error="task: non-zero exit (137)"` (swarm), `exitStatus="{137 2023-05-01 ...}"` (daemon/monitor.go).
 */
function docker(text: string): Found | null {
  const event = DOCKER_EVENT.exec(text) ?? COMPOSE.exec(text);
  if (event) return { ...killedContainer, manager: 'docker', container: event[1] ?? null };
  if (text.includes('task: non-zero exit (137)'))
    return {
      ...killedContainer,
      manager: 'docker',
      unit: logfmtValue(text, 'service.id'),
      container: logfmtValue(text, 'task.id'),
    };
  const container = logfmtValue(text, 'container');
  return container !== null && /\bexitStatus=\\*"?\{137 /.test(text)
    ? { ...killedContainer, manager: 'docker', container }
    : null;
}

const managers: readonly { readonly tags: readonly string[]; readonly read: (text: string) => Found | null }[] = [
  { tags: SYSTEMD, read: systemd },
  { tags: KUBELET, read: kubelet },
  { tags: CONTAINERD, read: containerd },
  { tags: DOCKER, read: docker },
];

/** A unit or container that ended by SIGKILL or with status 137: someone killed it, which need not be the OOM killer. */
export const unitSignalKill: Extractor<UnitSignalKill> = {
  kind: 'unit-signal-kill',
  openers: [
    'status=9/KILL', // systemd
    'status=137', // systemd, of a shell or `docker run`
    'exitCode=137', // kubelet, docker events
    'exit_status:137', // containerd 1.7 and later
    'ExitStatus:137', // containerd before
    'exited with code 137', // docker compose
    'non-zero exit (137)', // docker swarm
    '{137 20', // dockerd, status and time
  ],
  writers: 'user',
  open(entry: LogEntry) {
    if (entry.text.length > LONGEST_DAEMON_LINE) return null;
    const text = entry.text.trimEnd();
    for (const { tags, read } of managers) {
      const found = mayBeOneOf(entry, tags) ? read(text) : null;
      if (found) return oneLine({ kind: 'unit-signal-kill', ...WHOLE, ...found });
    }
    return null;
  },
};
