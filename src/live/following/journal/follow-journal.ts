import { emitJournalEntry } from '../../../../parsers/framings/journal-json.ts';
import type { LogEntry } from '../../../../parsers/model/entry.ts';
import { counted } from '../../../views/quantities.ts';
import type { SourceState } from '../../live-state.ts';
import { mayOpenRecord } from '../entry-lines.ts';
import { createLogStream, type LogStream } from '../log-stream.ts';
import { isObject, type StreamPosition } from '../position.ts';
import { createSilence } from '../silence.ts';
import type { Source, SourceContext } from '../source.ts';
import { createJournalLedger } from './journal-ledger.ts';
import { type JournalPosition, parseJournalPosition } from './journal-position.ts';
import type { JournalOptions } from './journalctl.ts';
import { keepRunning } from './kept-running.ts';
import { isGone, newestEntry } from './newest-entry.ts';
import { whereToBegin } from './where-to-begin.ts';

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
  const ledger = createJournalLedger(saved);
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
      ledger.started();
      return whereToBegin(ledger.newest?.cursor ?? null, context.fromStart || isEmpty);
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
      message = `${counted(badRows, 'row of its journal was', 'rows of its journal were')} no JSON (${error.message.slice(0, 80)})`;
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

  function take(row: unknown): void {
    if (!isObject(row)) return;
    const { __CURSOR: cursor } = row;
    if (typeof cursor !== 'string') return;
    const met = ledger.meet(cursor);
    if (met === 'known') return;
    if (met === 'gap') {
      lost();
      // Places count entries: those of the last run do not fit what is there now.
      if (ledger.replaying) stream = streamFrom(null);
    }
    journalctl.works();
    silence.broken();
    const { offset } = ledger.place;
    const text = typeof row.MESSAGE === 'string' ? row.MESSAGE : '';
    const span = { path: 'journal', line: offset + 1, byteStart: offset, byteEnd: offset, lines: 1 };
    const opens = Array.isArray(row.MESSAGE) || mayOpenRecord.test(text);
    emitJournalEntry(span, row, (entry: LogEntry) => {
      stream.note(entry);
      stream.date(entry);
      stream.assembler.feed(entry, opens);
    });
    ledger.took(cursor, stream.anchor !== null);
    count += 1;
    sincePublished += 1;
    context.saw(text);
  }

  function lost(): void {
    lostIsLeast = true;
    context.say('journal: the entry that was read last is gone: what came behind it may be lost, nobody can count it');
  }

  function publish(): void {
    if (sincePublished === 0 || ledger.anchor === null) return;
    sincePublished = 0;
    commit();
  }

  function commit(): void {
    if (ledger.anchor === null) return;
    const news = stream.take(ledger.place);
    const { cursor, inclusive, foreign } = ledger.anchor;
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
    if (ledger.newest === null && !context.fromStart) {
      const end = await newestEntry(options);
      isEmpty = end === 'empty';
      if (end !== null && end !== 'empty') {
        ledger.beginBehind(end);
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
