import { type Place, type StreamPosition, startOfSource } from '../position.ts';
import type { KmsgDevice } from './kmsg-device.ts';

/** The kernel's messages in the order of their sequence numbers, each once, and how many the kernel overwrote before. */
export interface Ring {
  /** Hands over what is there; true where more may be waiting. */
  drain(): boolean;
  /** Behind the last message that was read. */
  readonly place: Place;
  /** Messages that were there before anybody asked, and are passed over, are still coming. */
  readonly skipping: boolean;
  close(): void;
}

export interface RingEvents {
  /** A record of the device, with its lines of dictionary. */
  message(record: string, sequence: number): void;
  /** A record came, whether it is passed over or not. */
  alive(): void;
  missed(messages: number): void;
}

/** Records at a time, before the disk and everybody else get their turn. */
const recordsAtOnce = 2000;

/** `resumed`: where an earlier run of the same boot stood. Without one, what is there is passed over unless `fromStart`. */
export function createRing(
  device: KmsgDevice,
  { resumed, fromStart }: { readonly resumed: StreamPosition | null; readonly fromStart: boolean },
  events: RingEvents,
): Ring {
  /** The sequence number that comes next; null before the first record was seen. */
  let expected: number | null = resumed?.anchor.offset ?? null;
  let place: Place = resumed?.reached ?? startOfSource;
  let skipping = resumed === null && !fromStart;

  function take(record: string): void {
    const sequence = Number(/^\d+,(\d+),/.exec(record)?.[1] ?? Number.NaN);
    if (!Number.isSafeInteger(sequence)) return;
    if (expected !== null && sequence < expected) return;
    // A restart reads again from where the open records began: what it finds gone of those was read before.
    const unread = Math.max(expected ?? sequence, resumed?.reached.offset ?? 0);
    if (sequence > unread && !skipping) events.missed(sequence - unread);
    expected = sequence + 1;
    place = { generation: 0, offset: expected, line: expected, insideLine: false };
    if (!skipping) events.message(record, sequence);
  }

  return {
    drain() {
      for (let turn = 0; turn < recordsAtOnce; turn += 1) {
        const record = device.next();
        if (record === null) {
          skipping = false;
          return false;
        }
        // The gap in the numbers tells how many.
        if (record === 'overwritten') continue;
        events.alive();
        take(record);
      }
      return true;
    },
    get place() {
      return place;
    },
    get skipping() {
      return skipping;
    },
    close: () => device.close(),
  };
}
