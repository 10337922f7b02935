import type { MergedEvent } from '../merge/event.ts';
import type { Draft } from './draft.ts';
import { identify } from './identity.ts';
import { compareEvents, type Outline, outline } from './outline.ts';

/** Other incidents of the same trouble that one incident names, before it and after it. */
const mostRecurrences = 20;

/** Names incidents and tells each of the others like it. */
export function outlineAll(drafts: readonly Draft[]): Outline[] {
  const inTime = drafts.toSorted((a, b) => compareEvents(a.events[0] as MergedEvent, b.events[0] as MergedEvent));
  const ids = identify(inTime);
  const byLoop = new Map<string, { drafts: Draft[]; position: Map<Draft, number> }>();
  for (const draft of inTime) {
    for (const name of loopNames(draft)) {
      const loop = byLoop.get(name) ?? { drafts: [], position: new Map<Draft, number>() };
      loop.position.set(draft, loop.drafts.length);
      loop.drafts.push(draft);
      byLoop.set(name, loop);
    }
  }
  return inTime.map((draft) => {
    const again = new Set(
      loopNames(draft).flatMap((name) => {
        const loop = byLoop.get(name);
        const at = loop?.position.get(draft) ?? 0;
        return loop?.drafts.slice(Math.max(0, at - mostRecurrences), at + mostRecurrences + 1) ?? [];
      }),
    );
    again.delete(draft);
    const recurrences = inOrder(again).flatMap((other) => ids.get(other) ?? []);
    return outline(draft, ids.get(draft) ?? '', recurrences);
  });
}

/** A service of the same name on another machine is another service. */
const loopNames = (draft: Draft): string[] => {
  const machine = draft.events[0]?.machine ?? '';
  return [...draft.loops].map((loop) => `${machine}\0${loop}`);
};

const inOrder = (drafts: Iterable<Draft>): Draft[] =>
  [...drafts].sort((a, b) => compareEvents(a.events[0] as MergedEvent, b.events[0] as MergedEvent));
