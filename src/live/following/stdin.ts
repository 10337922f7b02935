import type { Readable } from 'node:stream';
import split2 from 'split2';
import { counted } from '../../views/quantities.ts';
import type { SourceState } from '../live-state.ts';
import { createLineTaker } from './entry-lines.ts';
import { createLineCap } from './line-cap.ts';
import { createLogStream } from './log-stream.ts';
import type { Place } from './position.ts';
import { startOfSource } from './position.ts';
import { createSilence } from './silence.ts';
import type { Source, SourceContext } from './source.ts';

const longestLineBytes = 1024 * 1024;
/** Lines at a time, before what they came to is handed over. */
const linesAtOnce = 2000;

/**
 * Reads a pipe, line by line, as latin1 so that every byte survives. It cannot be read again: what was piped in before a crash
 * is on the timeline or gone.
 */
export function followPipe(input: Readable, context: SourceContext): Source {
  const { committer } = context;
  const clock = context.newClock();
  const stream = createLogStream({
    settle: (entry) => (entry.stamp ? clock.settle(entry.stamp) : null),
    pageSizeBytes: context.pageSizeBytes,
    resumeFrom: null,
  });
  const lines = createLineTaker('-', stream);
  const silence = createSilence();
  const cap = createLineCap(longestLineBytes);
  let place: Place = startOfSource;
  let state: SourceState['state'] = 'following';
  let message: string | null = null;
  let count = 0;
  let overlong = 0;
  let stopped = false;

  function publish(): void {
    const news = stream.take(place);
    if (news.records.length === 0) return;
    const row = stream.coverage({
      path: '-',
      directory: '-',
      format: lines.format,
      lines: count,
      bytes: place.offset,
      showsWriter: lines.showsWriter,
      gaps: overlong > 0,
    });
    committer.add({
      records: news.records.map((record) => ({ record, directory: '-' })),
      outgrown: news.outgrown,
      coverage: row ? [row] : [],
    });
    context.changed();
  }

  function take(text: string): void {
    const left = cap.nextLoss();
    if (left > 0) {
      overlong += 1;
      message = `${counted(overlong, 'line')} longer than ${longestLineBytes} bytes: only the head is read`;
    }
    lines.take(text, { offset: place.offset, line: place.line, cut: left > 0 });
    count += 1;
    place = { ...place, offset: place.offset + text.length + left + 1, line: place.line + 1 };
  }

  async function run(): Promise<void> {
    input.setEncoding('latin1');
    const splitter = split2('\n', { decodeStrings: false });
    // Not pipe(): the end of the program must not wait for a pipe that nobody closes.
    input.on('data', (chunk: string) => {
      if (splitter.write(cap.pass(chunk))) return;
      input.pause();
      splitter.once('drain', () => input.resume());
    });
    input.on('end', () => splitter.end());
    input.on('error', () => splitter.end());
    let sincePublished = 0;
    for await (const line of splitter as AsyncIterable<string>) {
      if (stopped) break;
      silence.broken();
      take(line);
      sincePublished += 1;
      if (sincePublished < linesAtOnce && splitter.readableLength > 0) continue;
      sincePublished = 0;
      context.saw(line);
      publish();
      await committer.room();
    }
    lines.end();
    if (!stopped) stream.assembler.end();
    publish();
    state = 'ended';
    context.changed();
  }

  const ended = run();

  return {
    get state(): SourceState {
      return {
        name: 'standard input',
        kind: 'stdin',
        state,
        message,
        lines: count,
        lost: 0,
        lostIsLeast: false,
        behindBytes: null,
        rotations: 0,
      };
    },
    ready: Promise.resolve(),
    ended,
    tick() {
      stream.silence(silence.tick());
      publish();
    },
    async stop() {
      stopped = true;
      input.destroy();
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 100))]);
      publish();
    },
  };
}
