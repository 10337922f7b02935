import { setImmediate as turn } from 'node:timers/promises';
import { placedNeedles } from '../../scan/index.ts';
import type { SourceSet } from '../../sources/source.ts';
import { needles } from '../needles.ts';
import type { ReaderData } from './messages.ts';
import { type Apart, type Errand, type Outcome, readApart } from './read-apart.ts';
import { type ReaderThread, startReaderThread } from './reader-thread.ts';
import { type BesideSettings, besideSettings } from './settings.ts';
import { type SmallSet, smallSet } from './small-set.ts';

/** Each costs some 30 MB. */
const mostThreads = 2;
/** A thread is asked for so many sets at a time, and for more before it has answered, so that it need not wait. */
const setsAtATime = 8;
const mostOpen = 2;

/** Small sets, read by several threads before their turn: this one and others. What comes out is the same as without. */
export interface ReadBeside {
  /** What is asked for soon, in this order; it may have been foreseen before. */
  foresee(errands: readonly Errand[]): void;
  /** Null: whoever asks reads the set by itself. */
  outcome(set: SourceSet): Promise<Outcome>;
  end(): void;
}

export interface BesideOptions extends Apart {
  /** This one among them. */
  readonly readers: number;
  /** Packed files from this size on are unpacked ahead. */
  readonly leastPackedBytes: number;
  readonly settings?: BesideSettings;
}

/** A set that was foreseen and not asked for yet. */
interface Foreseen {
  readonly errand: Errand;
  readonly small: SmallSet;
  /** Undefined while nobody reads it. */
  reading: Promise<void> | undefined;
  /** Undefined until it was read. */
  outcome: Outcome | undefined;
}

export function createReadBeside({
  readers,
  leastPackedBytes,
  settings = besideSettings,
  ...apart
}: BesideOptions): ReadBeside {
  const { options, hearsBegin } = apart;
  const most = Math.min(readers - 1, mostThreads);
  const threads: ReaderThread[] = [];
  const foreseen = new Map<SourceSet, Foreseen>();
  /** Those that nobody reads yet, in order. */
  const waiting: Foreseen[] = [];
  let bytes = 0;

  function startThreads(): void {
    const data: ReaderData = { options, hearsBegin, placed: placedNeedles(needles) };
    while (threads.length < most) threads.push(startReaderThread(data));
  }

  function handOut(): void {
    if (threads.length === 0 && waiting.length >= settings.leastWaiting) startThreads();
    for (const thread of threads) {
      while (thread.open < mostOpen && waiting.length > 0) ask(thread, waiting.splice(0, setsAtATime));
    }
  }

  function ask(thread: ReaderThread, batch: readonly Foreseen[]): void {
    const request = batch.map(({ small, errand: { nearUs, yearMayWait } }) => ({ set: small, nearUs, yearMayWait }));
    const reply = thread.read(request);
    batch.forEach((each, index) => {
      begin(
        each,
        reply.then((outcomes) => outcomes[index] ?? null),
      );
    });
  }

  function begin(each: Foreseen, reading: Promise<Outcome>): void {
    each.reading = reading
      .catch(() => null)
      .then((outcome) => {
        each.outcome = outcome;
        handOut();
      });
  }

  /** Another set is read meanwhile; the threads' answers come in between two. */
  async function workUntilRead(each: Foreseen): Promise<void> {
    for (;;) {
      await turn();
      if (each.outcome !== undefined) return;
      const other = waiting.shift();
      if (other === undefined) return each.reading;
      begin(other, readApart(other.errand, apart));
      await other.reading;
    }
  }

  return {
    foresee(errands) {
      for (const errand of errands) {
        const { set } = errand;
        const small = foreseen.has(set) ? null : smallSet(set, leastPackedBytes);
        if (small === null || (hearsBegin && set.members.length > 1)) continue;
        if (bytes + small.bytes > settings.mostBytes) break;
        bytes += small.bytes;
        const each: Foreseen = { errand, small, reading: undefined, outcome: undefined };
        foreseen.set(set, each);
        waiting.push(each);
      }
      handOut();
    },
    async outcome(set) {
      const each = foreseen.get(set);
      if (each === undefined) return null;
      if (each.reading === undefined) waiting.splice(waiting.indexOf(each), 1);
      else await workUntilRead(each);
      foreseen.delete(set);
      bytes -= each.small.bytes;
      return each.outcome ?? null;
    },
    end() {
      for (const thread of threads) thread.end();
    },
  };
}
