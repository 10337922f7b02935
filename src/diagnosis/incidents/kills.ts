import { isWithin } from '../cgroup-path.ts';
import type { MergedEvent } from '../merge/event.ts';
import { type Draft, extend, gapAfter, isTaskOf, startDraft } from './draft.ts';
import { createDraftList } from './draft-list.ts';
import { isUnsaid, killScope, loopOf, type Scope } from './scope.ts';
import { windows } from './windows.ts';

/** Kills of one scope that follow each other: a burst, a storm, a service that restarts into the next kill. */
export function groupKills(events: Iterable<MergedEvent>): Draft[] {
  const drafts = createDraftList();
  for (const event of events) {
    const scope = killScope(event);
    if (scope === null) continue;
    const recent = drafts.recent(event, windows.loopUs);
    const open = recent.filter((draft) => continuesKills(draft, scope, event));
    const home =
      recent.find((draft) => completes(draft, scope, event)) ??
      open.find((draft) => killedBefore(draft, event)) ??
      open[0];
    if (!home) drafts.add(startDraft(scope, event));
    else {
      if (isUnsaid(home.scope)) home.scope = scope;
      extend(home, event);
    }
  }
  return drafts.all;
}

/** The same task asked a moment before: where one of the two reports is cut, the other says whose limit it was. */
function completes(draft: Draft, scope: Scope, event: MergedEvent): boolean {
  const { gist } = event;
  if (isUnsaid(draft.scope) === isUnsaid(scope) || gist.kind !== 'oom-kill' || gist.trigger === null) return false;
  return gapAfter(draft, event) <= windows.cutUs && isTaskOf(draft, gist.trigger.pid, gist.trigger.comm);
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
