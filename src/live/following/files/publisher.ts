import { fstatSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Contribution } from '../../storing/committer.ts';
import { startOfSource } from '../position.ts';
import type { FilePosition } from './file-position.ts';
import type { FollowedLog } from './followed-log.ts';
import type { LateNews } from './late-files.ts';
import type { Reading } from './reading.ts';

/** Hands what was read to the committer, together with how far that is. */
export interface Publisher {
  /** Between two files there is no position: a restart begins at the end of the one that was left. */
  publish(late?: LateNews): void;
  /** Records only: the place reached is one that a restart cannot find again. */
  publishRecords(): void;
  /** There is no file yet, and a later run must know that what comes is new. */
  publishNothing(): void;
}

const nowhere = { stream: { anchor: startOfSource, reached: startOfSource, published: [] } };

export function createPublisher(log: FollowedLog, reading: Reading): Publisher {
  const { path, context, stream, left, late, status } = log;
  const directory = dirname(path);
  let lastPosition = '';

  /** Of a log that is read hours after it was rotated, not the time when it is read. */
  function writtenMs(): number {
    const nowMs = context.nowMs();
    return reading.file === null ? nowMs : Math.floor(Math.min(nowMs, fstatSync(reading.file.fd).mtimeMs));
  }

  function remember(
    position: Pick<FilePosition, 'stream' | 'file' | 'reachedFile'>,
    facts: Pick<Contribution, 'records' | 'outgrown' | 'coverage'> = {},
  ): void {
    const whole = { ...position, late: late.positions };
    const text = JSON.stringify(whole);
    if (text === lastPosition && (facts.records ?? []).length === 0) return;
    lastPosition = text;
    const checkpoint: FilePosition = { version: 1, ...whole, atMs: writtenMs() };
    context.committer.add({ ...facts, checkpoint: { source: `file:${path}`, position: checkpoint } });
    context.changed();
  }

  function addRecords({ records, outgrown }: Pick<LateNews, 'records' | 'outgrown'>): void {
    if (records.length === 0) return;
    context.committer.add({ records: records.map((record) => ({ record, directory })), outgrown });
  }

  function publish(lateNews?: LateNews): void {
    const { file, place } = reading;
    if (file === null) {
      if (lateNews) addRecords(lateNews);
      return;
    }
    const news = stream.take(place);
    const { anchor } = news.position;
    const records = [...(lateNews?.records ?? []), ...news.records].map((record) => ({ record, directory }));
    const outgrown = [...(lateNews?.outgrown ?? []), ...news.outgrown];
    const identity =
      anchor.generation === file.generation ? file.identityAt(anchor.offset) : (left.get(anchor.generation) ?? null);
    const row = stream.coverage({
      path,
      directory,
      format: reading.format,
      lines: status.lines,
      bytes: file.readTo,
      showsWriter: reading.showsWriter,
      gaps: status.lostIsLeast,
    });
    const coverage = row && (records.length > 0 || row.fromUs !== null) ? [row] : [];
    remember(
      { stream: news.position, file: identity, reachedFile: file.identityAt(place.offset) },
      { records, outgrown, coverage },
    );
  }

  return {
    publish,
    publishRecords() {
      if (reading.file !== null) addRecords(stream.take(reading.place));
    },
    publishNothing: () => remember({ ...nowhere, file: null, reachedFile: null }),
  };
}
