import type { MergedEvent } from '../merge/event.ts';
import { type Draft, distanceFrom, gapAfter, isOtherBoot, timeOf } from './draft.ts';
import { windows } from './windows.ts';

/** Drafts in the order in which they were begun, with those that may still grow at hand. */
export function createDraftList(): {
  readonly all: Draft[];
  add(draft: Draft): void;
  /** Not older than the window, the latest first, of the event's boot. */
  recent(event: MergedEvent, windowUs: number): Draft[];
} {
  const all: Draft[] = [];
  let open: Draft[] = [];
  return {
    all,
    add(draft) {
      all.push(draft);
      open.push(draft);
    },
    recent(event, windowUs) {
      open = open.filter((draft) => gapAfter(draft, event) <= windowUs);
      return open.filter((draft) => !isOtherBoot(draft, event)).sort((a, b) => (b.lastUs ?? 0) - (a.lastUs ?? 0));
    },
  };
}

/** Drafts of the event's boot around it, nearest first. Events must be asked for in order of time. */
export function createFinder(drafts: readonly Draft[], beforeUs: number): (event: MergedEvent) => Draft[] {
  const byStart = [...drafts].sort((a, b) => (a.firstUs ?? 0) - (b.firstUs ?? 0));
  let next = 0;
  let open: Draft[] = [];
  return (event) => {
    const us = timeOf(event);
    while (next < byStart.length) {
      const draft = byStart[next] as Draft;
      if (us !== null && draft.firstUs !== null && draft.firstUs - beforeUs > us) break;
      open.push(draft);
      next += 1;
    }
    open = open.filter((draft) => us === null || draft.lastUs === null || us - draft.lastUs <= windows.unitAfterUs);
    return open
      .filter((draft) => !isOtherBoot(draft, event))
      .sort((a, b) => distanceFrom(a, event) - distanceFrom(b, event));
  };
}
