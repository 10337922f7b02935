import { isWithin } from '../cgroup-path.ts';
import type { MergedEvent } from '../merge/event.ts';
import { type Draft, extend, gapAfter, startDraft } from './draft.ts';
import { createDraftList } from './draft-list.ts';
import { killScope, loopOf, type Scope } from './scope.ts';
import { windows } from './windows.ts';

/** Kills of one scope that follow each other: a burst, a storm, a service that restarts into the next kill. */
export function groupKills(events: Iterable<MergedEvent>): Draft[] {
  const drafts = createDraftList();
  for (const event of events) {
    const scope = killScope(event);
    if (scope === null) continue;
    const open = drafts.recent(event, windows.loopUs).filter((draft) => continuesKills(draft, scope, event));
    const home = open.find((draft) => killedBefore(draft, event)) ?? open[0];
    if (home) extend(home, event);
    else drafts.add(startDraft(scope, event));
  }
  return drafts.all;
}

function continuesKills(draft: Draft, scope: Scope, event: MergedEvent): boolean {
  const gap = gapAfter(draft, event);
  if (draft.scope.key === scope.key && gap <= windows.burstUs) return true;
  const loop = loopOf(event.gist);
  if (loop !== null && draft.loops.has(loop) && draft.scope.scope === scope.scope) return gap <= windows.loopUs;
  if (draft.scope.scope !== 'memcg' || scope.scope !== 'memcg' || gap > windows.nestedUs) return false;
  if (draft.scope.path === null || scope.path === null) return true;
  return isWithin(draft.scope.path, scope.path) || isWithin(scope.path, draft.scope.path);
}

/** A rate-limited kill line names no group: of two storms it belongs to the one in which such programs die. */
function killedBefore({ last }: Draft, { gist }: MergedEvent): boolean {
  const names = new Set(gist.kind === 'oom-kill' ? gist.victims.map(({ comm }) => comm) : []);
  return last.gist.kind === 'oom-kill' && last.gist.victims.some(({ comm }) => names.has(comm));
}
