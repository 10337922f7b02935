import type { LogEntry } from '../../model/entry.ts';
import type { RecordBody } from '../../model/record.ts';
import type { Claim, CloseReason, Draft } from '../extractor.ts';

interface DraftParts<Body extends RecordBody> {
  isSettled(): boolean;
  isTentative?(): boolean;
  feed(entry: LogEntry): Claim;
  close(reason: CloseReason): Body | null;
}

/**
 * A draft whose `settled` and `tentative` are fields that each line renews, and no getters: V8 keeps an object with accessors of its own as a
 * dictionary, and what their closures hold until the old heap is collected.
 */
export function draftOf<Body extends RecordBody>({
  isSettled,
  isTentative = never,
  feed,
  close,
}: DraftParts<Body>): Draft<Body> {
  const draft = {
    settled: isSettled(),
    tentative: isTentative(),
    feed(entry: LogEntry): Claim {
      const claim = feed(entry);
      draft.settled = isSettled();
      draft.tentative = isTentative();
      return claim;
    },
    close,
  };
  return draft;
}

const never = (): boolean => false;
