import type { LogEntry } from '../../parsers/model/entry.ts';
import type { RecordBody } from '../../parsers/model/record.ts';
import type { Span } from '../../parsers/model/span.ts';
import type { CloseReason, Draft, Extractor } from '../../parsers/records/extractor.ts';
import { tellsOfDropped, withoutDropped } from './dropped-messages.ts';
import { bothNameCallers, elapsedUs, mayWrite, sameBoot, sameLog } from './record-routing.ts';

/** A closed record with the entry it began with and the one that ends last, there and in all files of a rotated set. */
export interface Assembled {
  readonly body: RecordBody;
  readonly opener: LogEntry;
  /** In the file of the opener. */
  readonly lastBesideOpener: LogEntry;
  readonly last: LogEntry;
}

/** A record that is not emitted yet. */
export interface Provisional {
  readonly opener: LogEntry;
  /** Grows with every line it takes. */
  readonly lines: number;
  /** What it would be if the log ended here. */
  build(): Assembled | null;
}

export interface Assembler {
  /**
   * Offers the next entry. `mayOpen` is false where the scanner saw no opener in the entry's line. True where the entry
   * opened a record.
   */
  feed(entry: LogEntry, mayOpen: boolean): boolean;
  /** A line that is no entry went by: records do not wait for ever in noise. */
  pass(): void;
  /** True while a record is under construction: the caller must then offer every entry, not only those with openers. */
  readonly busy: boolean;
  /** Opening entry of the oldest record that is not emitted yet, null where there is none. */
  readonly oldest: LogEntry | null;
  /** The records that saw every line that must come and are not emitted yet: for those who cannot wait for a reaper. */
  provisional(): Provisional[];
  /** A live log fell silent for this long: closes the records that would not have waited, as a silence in the log would. */
  silence(us: number): void;
  /** The log ends: closes all that is open. */
  end(): void;
}

/** How long a record waits for its next line. */
const limits = {
  /** Reports of a busy machine interleave, but thousands of foreign lines inside one mean that its rest was lost. */
  unsettledForeignEntries: 4000,
  unsettledSilenceUs: 120_000_000,
  /** A reaper works for seconds after the kill (OOM_REAPER_DELAY is 2 s); later lines about a pid are another story. */
  settledForeignEntries: 1000,
  settledSilenceUs: 15_000_000,
  /** More than this many reports at once are noise; the oldest gives way. */
  openDrafts: 64,
} as const;

interface OpenDraft {
  readonly extractor: Extractor;
  readonly draft: Draft;
  readonly opener: LogEntry;
  last: LogEntry;
  /** The entry that ends last: an entry of several lines may surround others. */
  furthest: LogEntry;
  /** The same in the file in which it began, null while that is the only one. */
  furthestBesideOpener: LogEntry | null;
  lines: number;
  foreignEntries: number;
  interleaved: boolean;
  /** Messages were lost while it was being printed. */
  dropped: boolean;
  closed: Assembled | 'nothing' | null;
}

/**
 * Routes entries to the records under construction, opens new ones, and emits closed ones in the order in which they began.
 *
 * Records of different hosts, boots and writers never see each other's entries; those of different printk callers only
 * where a caller id says so. What remains is each draft's own judgement, and where two drafts take lines in turn without
 * a caller id to tell them apart, both are marked `interleaved`.
 */
export function createAssembler(extractors: readonly Extractor[], emit: (record: Assembled) => void): Assembler {
  /** In order of their first line; closed ones stay until all before them are closed. */
  const queue: OpenDraft[] = [];
  /** The open ones, the one fed last in front. Replaced and never changed, so that a loop over it may close some. */
  let open: OpenDraft[] = [];
  let fedLast: OpenDraft | null = null;

  // Fields and no getters: V8 keeps an object with getters of its own as a dictionary, and each line asks.
  const assembler = {
    busy: false,
    oldest: null as LogEntry | null,
    feed,
    pass,
    provisional,
    silence,
    end,
  };
  return assembler;

  function setOpen(drafts: OpenDraft[]): void {
    open = drafts;
    assembler.busy = drafts.length > 0;
  }

  function close(held: OpenDraft, reason: CloseReason): void {
    held.closed = built(held, reason) ?? 'nothing';
    setOpen(open.filter((other) => other !== held));
    if (fedLast === held) fedLast = null;
    drain();
  }

  function drain(): void {
    while (queue[0]?.closed) {
      const { closed } = queue.shift() as OpenDraft;
      assembler.oldest = queue[0]?.opener ?? null;
      if (closed && closed !== 'nothing') emit(closed);
    }
  }

  function offer(entry: LogEntry): boolean {
    for (const held of open) {
      if (!concerns(entry, held)) {
        expire(held, entry);
        continue;
      }
      const claim = held.draft.feed(entry);
      if (claim === 'mine') {
        took(held, entry);
        return true;
      }
      if (claim === 'end') close(held, 'end');
      else expire(held, entry);
    }
    return false;
  }

  function took(held: OpenDraft, entry: LogEntry): void {
    const taker = fedLast;
    if (
      taker &&
      taker !== held &&
      !taker.draft.settled &&
      !held.draft.settled &&
      !taker.draft.tentative &&
      !held.draft.tentative &&
      !bothNameCallers(taker.opener, held.opener)
    ) {
      if (sameLog(taker.opener, held.opener)) {
        taker.interleaved = true;
        held.interleaved = true;
      }
    }
    held.last = entry;
    if (entry.span.path !== held.furthest.span.path) held.furthestBesideOpener ??= held.furthest;
    if (endsBehind(entry.span, held.furthest.span)) held.furthest = entry;
    held.lines += 1;
    held.foreignEntries = 0;
    fedLast = held;
    if (open[0] !== held) setOpen([held, ...open.filter((other) => other !== held)]);
  }

  function expire(held: OpenDraft, entry: LogEntry | null): void {
    held.foreignEntries += 1;
    const settled = held.draft.settled;
    const silence = entry && sameLog(held.last, entry) ? elapsedUs(held.last, entry) : null;
    const tooLong = settled ? limits.settledSilenceUs : limits.unsettledSilenceUs;
    const tooMany = settled ? limits.settledForeignEntries : limits.unsettledForeignEntries;
    if (held.foreignEntries >= tooMany || (silence !== null && silence > tooLong))
      close(held, settled ? 'end' : 'stale');
  }

  /** What the kernel was printing when messages were lost may lack some of them. */
  function markDropped(notice: LogEntry): void {
    for (const held of open) {
      if (held.extractor.writers === 'kernel' && !held.draft.settled && sameBoot(notice, held.opener))
        held.dropped = true;
    }
  }

  function start(entry: LogEntry): boolean {
    for (const extractor of extractors) {
      if (!mayWrite(extractor, entry)) continue;
      const draft = extractor.open(entry);
      if (!draft) continue;
      if (draft.tentative && open.some((held) => !held.draft.settled && concerns(entry, held))) continue;
      // A report of one line (a kill whose dump was suppressed, a late reaper) can stand in the middle of another.
      for (const held of draft.settled ? [] : open) {
        if (held.extractor === extractor && !held.draft.settled && concerns(entry, held)) close(held, 'superseded');
      }
      const oldest = open.at(-1);
      if (oldest && open.length >= limits.openDrafts) close(oldest, oldest.draft.settled ? 'end' : 'stale');
      const held: OpenDraft = {
        extractor,
        draft,
        opener: entry,
        last: entry,
        furthest: entry,
        furthestBesideOpener: null,
        lines: 1,
        foreignEntries: 0,
        interleaved: false,
        dropped: false,
        closed: null,
      };
      queue.push(held);
      assembler.oldest ??= entry;
      setOpen([held, ...open]);
      fedLast = held;
      return true;
    }
    return false;
  }

  function feed(entry: LogEntry, mayOpen: boolean): boolean {
    if (open.length > 0 && tellsOfDropped(entry)) markDropped(entry);
    if (open.length > 0 && offer(entry)) return false;
    return mayOpen && start(entry);
  }

  function pass(): void {
    for (const held of open) expire(held, null);
  }

  function provisional(): Provisional[] {
    return queue.flatMap((held) => {
      const { closed, lines } = held;
      if (closed === 'nothing' || (closed === null && !held.draft.settled)) return [];
      return [{ opener: held.opener, lines, build: () => closed ?? built(held, 'end') }];
    });
  }

  function silence(us: number): void {
    for (const held of open) {
      const { settled } = held.draft;
      if (us > (settled ? limits.settledSilenceUs : limits.unsettledSilenceUs)) close(held, settled ? 'end' : 'stale');
    }
  }

  function end(): void {
    for (const held of open) close(held, held.draft.settled ? 'end' : 'cut');
  }
}

function built(held: OpenDraft, reason: CloseReason): Assembled | null {
  const { draft, interleaved, dropped, opener, furthest: last } = held;
  const closed = draft.close(reason);
  if (closed === null) return null;
  const body = interleaved ? markInterleaved(closed) : closed;
  const lastBesideOpener = held.furthestBesideOpener ?? last;
  return { body: dropped ? withoutDropped(body) : body, opener, lastBesideOpener, last };
}

const endsBehind = (a: Span, b: Span): boolean => a.path !== b.path || a.byteEnd >= b.byteEnd;

/** An entry can belong to a draft only if the same machine, boot and kind of writer produced both. */
function concerns(entry: LogEntry, held: OpenDraft): boolean {
  const opener = held.opener;
  if (!sameLog(entry, opener)) return false;
  if (held.draft.settled) return true;
  return entry.caller === null || opener.caller === null || entry.caller === opener.caller;
}

function markInterleaved(body: RecordBody): RecordBody {
  return { ...body, problems: [...body.problems, 'interleaved'] };
}
