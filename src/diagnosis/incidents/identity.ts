import { createHash } from 'node:crypto';
import type { MergedEvent } from '../merge/event.ts';
import { keysOf } from '../merge/keys.ts';

const kernelKinds = ['oom-kill', 'alloc-failure', 'hung-task', 'stall'];

export const isOfKernel = ({ kind }: MergedEvent): boolean => kernelKinds.includes(kind);

/**
 * Names an incident by what its first kernel record says (tasks, pids, sizes), which every transport prints alike: the same
 * from kern.log, from the journal and in every run. Host, boot and time are known to some transports only and stay out,
 * but for telling apart what would have one name.
 */
export function contentId(event: MergedEvent): string {
  return hash(namesOf(event));
}

/** Gives out names. Of equal ones, asked for in order of time, the later get one that also holds host, boot and time. */
export function createIds(): (contentId: string, first: () => MergedEvent) => string {
  const taken = new Set<string>();
  return (plain, firstEvent) => {
    let id = plain;
    for (let again = 0; taken.has(id); again++) {
      const { host, bootId, atUs, monotonicUs } = firstEvent();
      id = hash([plain, host ?? '', bootId ?? '', atUs ?? '', monotonicUs ?? '', again]);
    }
    taken.add(id);
    return id;
  };
}

function namesOf({ gist }: MergedEvent): readonly string[] {
  const { exact, loose } = keysOf(gist);
  return exact.length > 0 ? [...exact].sort() : [...loose].sort();
}

const idBytes = 8;

const hash = (content: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(content)).digest().toString('hex', 0, idBytes);
