import { emitJournalEntry } from '../../../../parsers/framings/journal-json.ts';
import type { LogEntry } from '../../../../parsers/model/entry.ts';
import type { SourceState } from '../../live-state.ts';
import { thisMachine } from '../../machine.ts';
import { mayOpenRecord } from '../entry-lines.ts';
import { createLogStream, type LogStream } from '../log-stream.ts';
import { isObject, type Place, type StreamPosition, startOfSource } from '../position.ts';
import { createSilence } from '../silence.ts';
import type { Source, SourceContext } from '../source.ts';
import { type JournalPosition, parseJournalPosition } from './journal-position.ts';
import type { JournalOptions } from './journalctl.ts';
import { keepRunning } from './kept-running.ts';
import { isGone, newestEntry } from './newest-entry.ts';

const entriesAtOnce = 500;
const directory = '/var/log/journal';

/**
 * Follows the journal through `journalctl -f -o json`, whose cursor is the position. A child that ends is started again
 * behind the last cursor.
 */
export function followJournal(options: JournalOptions, context: SourceContext): Source {
  const { committer } = context;
  const saved = parseJournalPosition(context.position);
  const clock = context.newClock();
  const streamFrom = (resumeFrom: StreamPosition | null): LogStream =>
    createLogStream({
      settle: (entry) => (entry.stamp ? clock.settle(entry.stamp) : null),
      pageSizeBytes: context.pageSizeBytes,
      resumeFrom,
    });
  let stream = streamFrom(saved?.stream ?? null);
  /** Where the next child begins; null where nothing was read and nobody says where the journal ends. */
  let newest: Pick<JournalPosition, 'cursor' | 'inclusive' | 'foreign'> | null = saved;
  /** Where a later run begins: behind what came before the records that are open. */
  let anchor = newest;
  let place: Place = saved?.stream.anchor ?? startOfSource;
  /** Cursor of the entry that the child must begin with; another one means that the journal does not hold it any more. */
  let expected: string | null = null;
  let replaying = saved !== null;
  let isEmpty = false;
  let lostIsLeast = false;
  const silence = createSilence();
  let state: SourceState['state'] = 'catching-up';
  let message: string | null = null;
  let badRows = 0;
  let count = 0;
  let sincePublished = 0;
  let lastPosition = '';

  const journalctl = keepRunning(options, {
    begins() {
      expected = newest === null || newest.foreign ? null : newest.cursor;
      return whereToBegin();
    },
    alive() {
      state = 'following';
    },
    row(row, running) {
      take(row);
      if (sincePublished < entriesAtOnce) return;
      publish();
      running.pause();
      void committer.room().then(running.resume);
    },
    rested: publish,
    badRow(error) {
      badRows += 1;
      message = `${badRows} rows of its journal were no JSON (${error.message.slice(0, 80)})`;
      context.changed();
    },
    ended(why) {
      const known = message === why;
      state = 'failed';
      message = why;
      if (!known) context.say(`journal: ${why}; it is tried again`);
      context.changed();
    },
  });

  function whereToBegin(): readonly string[] {
    // Without --no-tail, ten entries of what is there come, and the others when another is written.
    if (newest !== null) return [`--cursor=${newest.cursor}`, '--no-tail', ...otherBoots(newest.cursor)];
    return context.fromStart || isEmpty ? ['--no-tail'] : ['--lines=0'];
  }

  function take(row: unknown): void {
    if (!isObject(row)) return;
    const { __CURSOR: cursor } = row;
    if (typeof cursor !== 'string' || !continues(cursor)) return;
    journalctl.works();
    silence.broken();
    const offset = place.offset;
    const text = typeof row.MESSAGE === 'string' ? row.MESSAGE : '';
    const span = { path: 'journal', line: offset + 1, byteStart: offset, byteEnd: offset, lines: 1 };
    const opens = Array.isArray(row.MESSAGE) || mayOpenRecord.test(text);
    emitJournalEntry(span, row, (entry: LogEntry) => {
      stream.note(entry);
      stream.date(entry);
      stream.assembler.feed(entry, opens);
    });
    place = { ...place, offset: offset + 1, line: offset + 2 };
    newest = { cursor, inclusive: false, foreign: false };
    replaying &&= saved !== null && place.offset < saved.stream.reached.offset;
    if (stream.anchor === null || anchor === null || anchor.foreign)
      anchor = { ...newest, inclusive: stream.anchor !== null };
    count += 1;
    sincePublished += 1;
    context.saw(text);
  }

  /** Compares the first entry with the place where the child was told to begin; false for an entry that is known. */
  function continues(cursor: string): boolean {
    if (expected === null) return true;
    const isKnown = cursor === expected;
    expected = null;
    if (isKnown) return newest?.inclusive ?? false;
    lost();
    // Places count entries: those of the last run do not fit what is there now.
    if (replaying) stream = streamFrom(null);
    return true;
  }

  function lost(): void {
    lostIsLeast = true;
    context.say('journal: the entry that was read last is gone: what came behind it may be lost, nobody can count it');
  }

  function publish(): void {
    if (sincePublished === 0 || anchor === null) return;
    sincePublished = 0;
    commit();
  }

  function commit(): void {
    if (anchor === null) return;
    const news = stream.take(place);
    const { cursor, inclusive, foreign } = anchor;
    const position: JournalPosition = { version: 1, cursor, inclusive, foreign, stream: news.position };
    const text = JSON.stringify(position);
    if (text === lastPosition && news.records.length === 0) return;
    lastPosition = text;
    const row = stream.coverage({
      path: 'journal',
      directory,
      format: 'journal-json',
      lines: count,
      bytes: 0,
      showsWriter: true,
      gaps: badRows > 0,
    });
    committer.add({
      records: news.records.map((record) => ({ record, directory })),
      outgrown: news.outgrown,
      coverage: row ? [row] : [],
      checkpoint: { source: 'journal', position },
    });
    context.changed();
  }

  const ready = begin();

  /** The place to begin is asked for first: what comes while the child starts must not be taken for old. */
  async function begin(): Promise<void> {
    if (newest === null && !context.fromStart) {
      const end = await newestEntry(options);
      isEmpty = end === 'empty';
      if (end !== null && end !== 'empty') {
        newest = { ...end, inclusive: false };
        anchor = newest;
        commit();
      }
    }
    // Of those that are asked for, the first that comes would tell.
    if (saved?.foreign && (await isGone(options, saved.cursor))) lost();
    journalctl.start();
  }

  return {
    get state(): SourceState {
      return {
        name: 'journal',
        kind: 'journal',
        state,
        message,
        lines: count,
        lost: 0,
        lostIsLeast,
        behindBytes: null,
        rotations: 0,
      };
    },
    ready,
    ended: new Promise(() => {}),
    tick() {
      stream.silence(silence.tick());
      if (journalctl.isRunning && state === 'catching-up') state = 'following';
      commit();
    },
    async stop() {
      journalctl.stop();
      commit();
    },
  };
}

/**
 * `journalctl -f` shows the running boot alone, even where a cursor or `--boot=all` asks for more, unless it merges: what was written
 * before a reboot, and not read, would be passed over. (Merged are also journals of other machines, where some are kept here.)
 */
function otherBoots(cursor: string): readonly string[] {
  const boot = /;b=([0-9a-f]{32});/.exec(cursor)?.[1];
  return boot === undefined || boot === thisMachine().bootId ? [] : ['--merge'];
}
