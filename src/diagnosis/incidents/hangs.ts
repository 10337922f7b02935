import type { MergedEvent } from '../merge/event.ts';
import { attach, type Draft, extend, isAround, isTaskOf, startDraft } from './draft.ts';
import { createDraftList, createFinder } from './draft-list.ts';
import { outside } from './scope.ts';
import { windows } from './windows.ts';

/** Hung tasks and lockups: part of the shortage they stand in, else one incident as long as the reports go on. */
export function groupHangs(
  events: Iterable<MergedEvent>,
  kills: readonly Draft[],
  failures: readonly Draft[],
): Draft[] {
  const drafts = createDraftList();
  const killsAround = createFinder(kills, windows.hungBeforeUs);
  const failuresAround = createFinder(failures, windows.failureAfterUs);
  for (const event of events) {
    const { gist } = event;
    if (gist.kind !== 'hung-task' && gist.kind !== 'stall') continue;
    const shortage =
      killsAround(event).find(
        (draft) =>
          (draft.scope.scope !== 'memcg' || isTaskOf(draft, gist.pid, gist.comm)) &&
          isAround(draft, event, windows.hungBeforeUs, windows.hungAfterUs),
      ) ??
      failuresAround(event).find((draft) => isAround(draft, event, windows.failureAfterUs, windows.failureAfterUs));
    if (shortage) {
      attach(shortage, event);
      continue;
    }
    const home = drafts.recent(event, windows.hungRepeatUs)[0];
    if (home) extend(home, event);
    else drafts.add(startDraft(outside, event));
  }
  return drafts.all;
}
