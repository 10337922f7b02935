import { fstatSync } from 'node:fs';
import { readerOfFile } from '../../../../parsers/framings/reader-of-file.ts';
import type { KernelRecord } from '../../../../parsers/model/record.ts';
import type { LogStream, StreamNews } from '../log-stream.ts';
import type { Place } from '../position.ts';
import { readCopyFrom } from './copy.ts';
import type { LatePosition } from './file-position.ts';
import { bytesAt, identityOf, pathOf } from './identity.ts';
import { type LogFile, openLogFile } from './log-file.ts';
import { type HeldMember, headOf, isCompressed } from './members.ts';

/** Rotated files that were read to their end and left: a daemon that was not told to open the new one still writes to them. */
export interface LateFiles {
  /** Takes a file over, together with closing it. `place` is its end as it was read. */
  adopt(held: HeldMember, place: Place): void;
  /** Reads what was added since. Call once a second: a file that gets nothing for a minute is let go. */
  look(): Promise<LateNews>;
  /** How far each was read, for a restart. */
  readonly positions: readonly LatePosition[];
  close(): void;
}

export interface LateNews {
  readonly records: readonly KernelRecord[];
  readonly outgrown: StreamNews['outgrown'];
  readonly lines: number;
}

interface Late {
  readonly held: HeldMember;
  readonly stream: LogStream;
  place: Place;
  /** Opened with the first bytes that are late. */
  file: LogFile | null;
  quietLooks: number;
  /** As it was asked for last: a busy log asks many times a second. */
  position: LatePosition | null;
}

const mostLate = 4;
const looksToKeep = 60;
const partBytes = 256 * 1024;
const framingHeadBytes = 64 * 1024;

export function createLateFiles(newStream: () => LogStream): LateFiles {
  let all: readonly Late[] = [];

  async function open({ held, stream, place }: Late): Promise<LogFile> {
    const head = Buffer.from(await headOf(held, framingHeadBytes))
      .toString('latin1')
      .split('\n')
      .slice(0, -1);
    stream.beginFile(place.generation);
    const path = pathOf(held.fd) ?? held.member.path;
    return openLogFile({
      held: { ...held, member: { ...held.member, path } },
      from: place,
      frames: readerOfFile(head),
      stream,
    });
  }

  /** Lines that were added; nothing to see in a file that is as it was. */
  async function read(late: Late): Promise<number> {
    if (isCompressed(late.held.member.path)) return readPacked(late);
    const size = fstatSync(late.held.fd).size;
    if (size <= late.place.offset) return 0;
    late.file ??= await open(late);
    const { file } = late;
    const before = file.lines;
    while (file.readTo < size) {
      const bytes = bytesAt(file.fd, file.readTo, Math.min(partBytes, size - file.readTo));
      if (bytes.length === 0) break;
      file.goOn(bytes);
    }
    late.place = file.place;
    return file.lines - before;
  }

  /** It was compressed while nobody read: what it holds behind the place is read once. */
  async function readPacked(late: Late): Promise<number> {
    const file = await open(late);
    await readCopyFrom(late.held, late.place.offset, async (bytes) => file.goOn(bytes));
    file.finish(false);
    late.place = file.place;
    late.quietLooks = looksToKeep;
    return file.lines;
  }

  function letGo(late: Late): void {
    late.held.close();
    all = all.filter((other) => other !== late);
  }

  return {
    adopt(held, place) {
      all = [...all, { held, stream: newStream(), place, file: null, quietLooks: 0, position: null }];
      const [oldest] = all;
      if (oldest && all.length > mostLate) letGo(oldest);
    },
    async look() {
      const news = { records: [] as KernelRecord[], outgrown: [] as LateNews['outgrown'][number][], lines: 0 };
      for (const late of all) {
        const lines = await read(late);
        news.lines += lines;
        late.quietLooks = lines > 0 ? 0 : late.quietLooks + 1;
        if (late.file !== null || lines > 0) {
          late.stream.silence(late.quietLooks * 1_000_000);
          const { records, outgrown } = late.stream.take(late.place);
          news.records.push(...records);
          news.outgrown.push(...outgrown);
        }
        if (late.quietLooks >= looksToKeep) letGo(late);
      }
      return news;
    },
    get positions() {
      return all.flatMap((late) => {
        const { held, stream, place } = late;
        if (isCompressed(held.member.path)) return [];
        const from = stream.anchor ?? place;
        if (late.position?.place.offset !== from.offset)
          late.position = { identity: identityOf(held.fd, from.offset, place.offset), place: from };
        return [late.position];
      });
    },
    close() {
      for (const late of all) letGo(late);
    },
  };
}
