import type { LogEntry } from '../../../parsers/model/entry.ts';
import type { KernelRecord } from '../../../parsers/model/record.ts';
import { workloadOf } from '../../diagnosis/cgroup-path.ts';
import type { ExcerptLine } from '../../views/report/dossier.ts';

/** One line behind an end, as its framing reads it. */
export interface FramedLine {
  readonly entry: LogEntry;
  readonly line: ExcerptLine;
}

/** What ended, by every name that the lines behind it may use. */
export interface Ended {
  readonly unit: string | null;
  /** `namespace/name`. */
  readonly pod: string | null;
  /** With dashes. */
  readonly podUid: string | null;
  readonly containerId: string | null;
}

/** What became of it, in the lines behind its end. */
export interface Afterwards {
  /** Who came back, as its manager calls it. */
  readonly name: string;
  readonly outcome: 'started' | 'held-back' | 'given-up';
  /** How long its manager says that it waits. */
  readonly heldBack: string | null;
  readonly found: FramedLine;
}

/** A manager that starts things again: looks for the next start of what ended. */
export type Manager = (ended: Ended, lines: readonly FramedLine[]) => Afterwards | null;

/** The names of what a record says has ended; null where it tells of no unit, pod or container. */
export function endedIn(record: KernelRecord): Ended | null {
  switch (record.kind) {
    case 'unit-oom':
    case 'unit-signal-kill': {
      const { unit, pod, container } = record;
      if (unit === null && pod === null && container === null) return null;
      const { containerId } = workloadOf(`/${unit ?? ''}`);
      return { unit, pod, podUid: null, containerId: container ?? containerId };
    }
    case 'userspace-kill': {
      const [victim] = record.victims;
      return record.killer === 'kubelet' && victim?.pod != null && !record.dryRun
        ? { unit: null, pod: victim.pod, podUid: null, containerId: null }
        : null;
    }
    case 'oom-kill': {
      const path = record.taskMemcg ?? record.oomMemcg;
      if (path === null || record.victims.length === 0) return null;
      const { podUid, containerId } = workloadOf(path);
      return podUid === null && containerId === null ? null : { unit: null, pod: null, podUid, containerId };
    }
    default:
      return null;
  }
}

/** The same thing has one key, whichever record tells of its end. */
export function keyOfEnded({ unit, pod, podUid, containerId }: Ended): string {
  return containerId ?? podUid ?? pod ?? unit ?? '';
}
