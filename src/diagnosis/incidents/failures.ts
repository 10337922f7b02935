import type { MergedEvent } from '../merge/event.ts';
import type { AllocGist, Gist } from '../merge/gist.ts';
import { attach, type Draft, extend, isAround, isTaskOf, startDraft } from './draft.ts';
import { createDraftList, createFinder } from './draft-list.ts';
import { outside } from './scope.ts';
import { windows } from './windows.ts';

/** Failed allocations: part of the shortage that kills soon after, else incidents of their own. */
export function groupFailures(events: Iterable<MergedEvent>, kills: readonly Draft[]): Draft[] {
  const drafts = createDraftList();
  const killsAround = createFinder(kills, windows.failureBeforeUs);
  for (const event of events) {
    const { gist } = event;
    if (gist.kind !== 'alloc-failure') continue;
    const kill = killsAround(event).find((draft) => explainsFailure(draft, gist, event));
    if (kill) {
      attach(kill, event);
      continue;
    }
    const home = drafts.recent(event, windows.burstUs).find((draft) => familyOf(draft.first.gist) === familyOf(gist));
    if (home) extend(home, event);
    else drafts.add(startDraft(outside, event));
  }
  return drafts.all;
}

/** Page, stalled page and slab requests draw on the same pages; the other allocators have areas of their own. */
function familyOf(gist: Gist): string {
  if (gist.kind !== 'alloc-failure') return '';
  return gist.variant === 'page-stall' || gist.variant === 'slab' ? 'page' : gist.variant;
}

function explainsFailure(draft: Draft, gist: AllocGist, event: MergedEvent): boolean {
  if (draft.scope.key === 'manual') return false;
  const isNear = isAround(draft, event, windows.failureAfterUs, windows.failureAfterUs);
  if (draft.scope.scope === 'memcg') return isNear && isTaskOf(draft, gist.pid, gist.comm);
  if (familyOf(gist) !== 'page') return isNear;
  return isAround(draft, event, windows.failureBeforeUs, windows.failureAfterUs);
}
