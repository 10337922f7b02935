import { type ChildProcess, spawn } from 'node:child_process';
import type { Transform } from 'node:stream';
import ndjson from 'ndjson';
import { emitJournalEntry } from '../../parsers/framings/journal-json.ts';
import type { LogEntry } from '../../parsers/model/entry.ts';
import { needles } from '../ingest/needles.ts';
import type { SourceState } from './live-state.ts';
import { createLogStream, type LogStream } from './log-stream.ts';
import { disown } from './own-process.ts';
import { isObject, type Place, parsePosition, type StreamPosition, startOfSource } from './position.ts';
import { createSilence } from './silence.ts';
import type { Source, SourceContext } from './source.ts';

interface JournalPosition {
  readonly version: 1;
  /** Cursor of the last entry behind which no record was open; the stream's places count entries. */
  readonly cursor: string;
  /** The entry itself is to be read again: it was the first, and opened a record. */
  readonly inclusive: boolean;
  readonly stream: StreamPosition;
}

/** A JSON line longer than this is passed over: a record with `--all` and a core dump in a field can have any size. */
const longestRowBytes = 4 * 1024 * 1024;
const entriesAtOnce = 500;
const directory = '/var/log/journal';
const restartAfterMs = [1000, 2000, 5000, 10_000, 30_000];

const mayOpen = new RegExp(needles.map((needle) => needle.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'));

export interface JournalOptions {
  readonly program: string;
  /** Further words of the command line: matches, or `--file`. */
  readonly matches: readonly string[];
}

/**
 * Follows the journal through `journalctl -f -o json`, whose cursor is the position. A child that ends is started again
 * behind the last cursor.
 */
export function followJournal({ program, matches }: JournalOptions, context: SourceContext): Source {
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
  /** Cursor of the entry that the child must begin with; another one means that the journal does not hold it any more. */
  let expected: string | null = null;
  let replaying = saved !== null;
  let lostIsLeast = false;
  const silence = createSilence();
  let place: Place = saved?.stream.anchor ?? startOfSource;
  let newest: string | null = saved?.cursor ?? null;
  let newestIsInclusive = saved?.inclusive ?? false;
  let anchorCursor: string | null = newest;
  let inclusive = newestIsInclusive;
  let child: ChildProcess | null = null;
  let state: SourceState['state'] = 'catching-up';
  let message: string | null = null;
  let stopped = false;
  let failures = 0;
  let badRows = 0;
  let count = 0;
  let sincePublished = 0;
  let lastPosition = '';
  let timer: NodeJS.Timeout | null = null;

  function start(): void {
    if (stopped) return;
    const where = newest !== null ? [`--cursor=${newest}`] : context.fromStart ? ['--no-tail'] : ['--lines=0'];
    expected = newest;
    const running = spawn(program, ['-f', '-o', 'json', '--all', '--no-pager', ...where, ...matches], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C' },
    });
    child = running;
    disown(running.pid);
    let complaint = '';
    running.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString('utf8')).slice(0, 500);
      state = 'following';
    });
    // The declared type is that of another stream library: it is a split2, a Transform.
    const rows = ndjson.parse({ strict: true, maxLength: longestRowBytes, skipOverflow: true } as {
      strict: boolean;
    }) as unknown as Transform;
    rows.on('error', (error: Error) => {
      badRows += 1;
      message = `${badRows} rows of its journal were no JSON (${error.message.slice(0, 80)})`;
      context.changed();
    });
    rows.on('data', (row: unknown) => {
      take(row);
      if (sincePublished >= entriesAtOnce) hold();
    });
    running.stdout.on('data', (chunk: Buffer) => {
      state = 'following';
      // Not pipe(): a bad row would unpipe it.
      if (!rows.write(chunk)) {
        running.stdout.pause();
        rows.once('drain', () => running.stdout.resume());
      }
      setImmediate(publish);
    });
    running.on('error', (error: Error) => end(error.message));
    running.on('close', (status, signal) => {
      rows.end();
      const [first] = complaint.split('\n').filter((line) => line.trim() !== '' && !/^Hint:/.test(line));
      end(first ?? `it ended with ${status === null ? signal : `status ${status}`}`);
    });

    function hold(): void {
      publish();
      running.stdout.pause();
      void committer.room().then(() => running.stdout.resume());
    }
  }

  function end(why: string): void {
    if (stopped || child === null) return;
    child = null;
    const waitMs = restartAfterMs[Math.min(failures, restartAfterMs.length - 1)] ?? 30_000;
    const known = message === why;
    failures += 1;
    state = 'failed';
    message = why;
    if (!known) context.say(`journal: ${why}; it is tried again`);
    context.changed();
    timer = setTimeout(start, waitMs);
  }

  function take(row: unknown): void {
    if (!isObject(row)) return;
    const { __CURSOR: cursor } = row;
    if (typeof cursor !== 'string' || !continues(cursor)) return;
    failures = 0;
    silence.broken();
    const offset = place.offset;
    const text = typeof row.MESSAGE === 'string' ? row.MESSAGE : '';
    const span = { path: 'journal', line: offset + 1, byteStart: offset, byteEnd: offset, lines: 1 };
    const opens = Array.isArray(row.MESSAGE) || mayOpen.test(text);
    emitJournalEntry(span, row, (entry: LogEntry) => {
      stream.note(entry);
      stream.date(entry);
      stream.assembler.feed(entry, opens);
    });
    place = { ...place, offset: offset + 1, line: offset + 2 };
    newest = cursor;
    newestIsInclusive = false;
    replaying &&= saved !== null && place.offset < saved.stream.reached.offset;
    if (stream.anchor === null || anchorCursor === null) {
      anchorCursor = cursor;
      inclusive = stream.anchor !== null;
    }
    count += 1;
    sincePublished += 1;
    context.saw(text);
  }

  /** Compares the first entry with the place where the child was told to begin; false for an entry that is known. */
  function continues(cursor: string): boolean {
    if (expected === null) return true;
    const isKnown = cursor === expected;
    expected = null;
    if (isKnown) return newestIsInclusive;
    lostIsLeast = true;
    context.say('journal: the entry that was read last is gone: what came behind it may be lost, nobody can count it');
    // Places count entries: those of the last run do not fit what is there now.
    if (replaying) stream = streamFrom(null);
    return true;
  }

  function publish(): void {
    if (sincePublished === 0 || anchorCursor === null) return;
    sincePublished = 0;
    commit();
  }

  function commit(): void {
    if (anchorCursor === null) return;
    const news = stream.take(place);
    const position: JournalPosition = { version: 1, cursor: anchorCursor, inclusive, stream: news.position };
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
      newest = await newestCursor(program, matches);
      anchorCursor = newest;
      if (newest !== null) commit();
    }
    start();
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
      if (child !== null && state === 'catching-up') state = 'following';
      commit();
    },
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      child?.kill();
      commit();
    },
  };
}

const answerWithinMs = 10_000;

/** Cursor of the newest entry, null where there is none or nobody says. */
async function newestCursor(program: string, matches: readonly string[]): Promise<string | null> {
  const child = spawn(program, ['-n', '1', '-o', 'json', '--no-pager', ...matches], {
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: answerWithinMs,
  });
  disown(child.pid);
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(0, longestRowBytes);
  });
  await new Promise((resolve) => {
    child.on('error', resolve);
    child.on('close', resolve);
  });
  return /"__CURSOR"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? null;
}

function parseJournalPosition(value: unknown): JournalPosition | null {
  if (!isObject(value) || value.version !== 1 || typeof value.cursor !== 'string') return null;
  const stream = parsePosition(value.stream);
  return stream && { version: 1, cursor: value.cursor, inclusive: value.inclusive === true, stream };
}
