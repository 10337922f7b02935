import type { LogEntry } from '../../model/entry.ts';
import type { RecordBody } from '../../model/record.ts';
import type { Claim, CloseReason, Draft } from '../extractor.ts';

interface DraftParts<Body extends RecordBody> {
  isSettled(): boolean;
  feed(entry: LogEntry): Claim;
  close(reason: CloseReason): Body | null;
}

/**
 * A draft whose `settled` is a field that each line renews, and no getter: V8 keeps an object with accessors of its own as a
 * dictionary, and what their closures hold until the old heap is collected.
 */
export function draftOf<Body extends RecordBody>({ isSettled, feed, close }: DraftParts<Body>): Draft<Body> {
  const draft = {
    settled: isSettled(),
    feed(entry: LogEntry): Claim {
      const claim = feed(entry);
      draft.settled = isSettled();
      return claim;
    },
    close,
  };
  return draft;
}
