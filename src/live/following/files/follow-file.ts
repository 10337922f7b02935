import { exitCodes, KnownError } from '../../../errors.ts';
import type { SourceState } from '../../live-state.ts';
import { createLogStream, type StreamOptions } from '../log-stream.ts';
import { createSilence } from '../silence.ts';
import type { Source, SourceContext } from '../source.ts';
import { parseFilePosition } from './file-position.ts';
import { createFileStatus, type FollowedLog } from './followed-log.ts';
import { createLateFiles } from './late-files.ts';
import { createPublisher } from './publisher.ts';
import { createReading } from './reading.ts';
import { createRest } from './rest.ts';
import { begin } from './resume.ts';
import { createRotation, statOf } from './rotation.ts';
import { shownLines } from './shown-lines.ts';
import { createUnread } from './unread.ts';

/**
 * Follows one log through everything that happens to it: renamed, created anew, copied and cut, deleted, compressed, late,
 * moved with its directory.
 *
 * The ledger is the guarantee: which files were read, how far, and how to know them again. A file is left only when a newer
 * one has content and the old one, asked once more, has none that is new; for a minute more it is watched for a daemon that
 * still writes to it.
 */
export function followFile(path: string, context: SourceContext): Source {
  const { committer } = context;
  const saved = parseFilePosition(context.position);
  const clock = context.newClock();
  const newStream = (resumeFrom: StreamOptions['resumeFrom'] = null) =>
    createLogStream({
      settle: (entry) => (entry.stamp ? clock.settle(entry.stamp) : null),
      pageSizeBytes: context.pageSizeBytes,
      resumeFrom,
    });
  const log: FollowedLog = {
    path,
    context,
    saved,
    stream: newStream(saved?.stream ?? null),
    unread: createUnread(),
    late: createLateFiles(newStream),
    left: new Map(),
    status: createFileStatus(path, context),
  };
  const { status, late, stream } = log;
  const rest = createRest();
  const reading = createReading(log, {
    woken: rest.rouse,
    async taken() {
      publisher.publishRecords();
      await committer.room();
    },
  });
  const publisher = createPublisher(log, reading);
  const rotation = createRotation(log, reading);
  const silence = createSilence();
  let stopped = false;
  let lateIsDue = false;

  let beginsReading = (): void => {};
  const ready = new Promise<void>((resolve) => {
    beginsReading = resolve;
  });
  const running = run().catch((error: unknown) => {
    // Errors of files name theirs.
    status.fail((error instanceof Error ? error.message : String(error)).replace(`${path}: `, ''));
    beginsReading();
  });

  async function run(): Promise<void> {
    await beginWhenAllowed();
    if (stopped) return;
    // A name may be mistyped.
    if (statOf(path) === null) context.say(`${path}: not there yet, followed when it comes`);
    // From here on a crash finds the place to go on from.
    if (reading.file === null && saved === null) publisher.publishNothing();
    publisher.publish();
    await committer.flush();
    beginsReading();
    while (!stopped) await step();
    publisher.publish();
    if (reading.file !== null) await reading.leave(reading.file);
    late.close();
  }

  /** Who may not read the log now may be let in later: what is there by then is where it begins. */
  async function beginWhenAllowed(): Promise<void> {
    while (!stopped) {
      rest.beginLook();
      try {
        return await begin(log, reading);
      } catch (error) {
        if (!(error instanceof KnownError) || error.exitCode !== exitCodes.permission) throw error;
        status.fail('permission denied; it is tried again');
        beginsReading();
        await rest.untilRoused();
      }
    }
  }

  async function step(): Promise<void> {
    if (lateIsDue) await lookForLate();
    const { file } = reading;
    rest.beginLook();
    if (file === null) {
      await rotation.appear();
      if (reading.file === null) await rest.untilRoused();
      return;
    }
    const before = file.lines;
    const known = file.readTo - file.readFrom;
    const bytes = await reading.read(file);
    if (stopped) return;
    if (rotation.isCutShort(file)) return rotation.rewritten(file);
    if (file.readTo === 0 && bytes.length > 0 && (await rotation.cameTooLate(file))) return;
    const outcome = file.take(bytes);
    status.lines += file.lines - before;
    if (outcome === 'rewritten') return rotation.rewritten(file);
    if (outcome === 'taken') {
      silence.broken();
      for (const text of shownLines(bytes.subarray(known))) context.saw(text);
      rotation.grew();
      publisher.publish();
      await committer.room();
    } else if (!(await rotation.moveOn(file))) {
      status.enter('following');
      publisher.publish();
      await rest.untilRoused();
    }
  }

  async function lookForLate(): Promise<void> {
    lateIsDue = false;
    const news = await late.look();
    status.lines += news.lines;
    if (news.records.length > 0) publisher.publish(news);
  }

  return {
    get state(): SourceState {
      const size = reading.file === null ? null : statOf(path)?.size;
      return {
        name: path,
        kind: 'file',
        state: status.state,
        message: status.message,
        lines: status.lines,
        lost: 0,
        lostIsLeast: status.lostIsLeast,
        behindBytes: size == null || reading.file === null ? null : Math.max(0, Number(size) - reading.file.readTo),
        rotations: status.rotations,
      };
    },
    ready,
    ended: new Promise(() => {}),
    tick() {
      const us = silence.tick();
      if (us > 0) stream.silence(us);
      lateIsDue = true;
      rest.rouse();
    },
    async stop() {
      stopped = true;
      rest.end();
      reading.interrupt();
      await running;
    },
  };
}
