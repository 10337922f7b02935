import { createHash } from 'node:crypto';
import type { MergedEvent } from '../merge/event.ts';
import { keysOf } from '../merge/keys.ts';
import type { Draft } from './draft.ts';

const kernelKinds = ['oom-kill', 'alloc-failure', 'hung-task', 'stall'];

/**
 * Names an incident by what its first kernel record says (tasks, pids, sizes), which every transport prints alike: the same
 * from kern.log, from the journal and in every run. Host, boot and time are known to some transports only and stay out,
 * but for telling apart what would have one name.
 */
function contentId(draft: Draft): string {
  const first = draft.events.find(({ kind }) => kernelKinds.includes(kind)) ?? draft.events[0];
  return hash(first ? namesOf(first) : []);
}

/** Names for all drafts. Of equal ones, told in order of time, the later get a name that also holds host, boot and time. */
export function identify(drafts: readonly Draft[]): Map<Draft, string> {
  const taken = new Set<string>();
  const ids = new Map<Draft, string>();
  for (const draft of drafts) {
    const plain = contentId(draft);
    const [first] = draft.events;
    let id = plain;
    for (let again = 0; taken.has(id); again++) {
      id = hash([plain, first?.host ?? '', first?.bootId ?? '', first?.atUs ?? '', first?.monotonicUs ?? '', again]);
    }
    taken.add(id);
    ids.set(draft, id);
  }
  return ids;
}

function namesOf({ gist }: MergedEvent): readonly string[] {
  const { exact, loose } = keysOf(gist);
  return exact.length > 0 ? [...exact].sort() : [...loose].sort();
}

const hash = (content: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
