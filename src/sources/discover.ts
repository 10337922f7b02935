import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { exitCodes, KnownError } from '../errors.ts';
import { type ByteReader, byteReader, once } from './byte-reader.ts';
import { fileChunks } from './file.ts';
import { type FoundFile, fileSource, inspect, located, untilTrouble } from './file-source.ts';
import { logsOf } from './logs.ts';
import { planOf } from './plan.ts';
import { type Skip, type Skips, skipError, skipOf } from './skips.ts';
import type { ByteSource, SourceSet } from './source.ts';
import { systemTrouble } from './trouble.ts';
import { unwrap } from './unwrap.ts';
import { walk } from './walk.ts';

type Problem = (error: KnownError) => void;

/**
 * Every log and sample file under the given paths, in the order given, directories sorted: files, directories, compressed
 * files, tar archives, binary journals, named pipes, /dev/kmsg, and `-` for standard input. What a file is its content
 * says. Files that rotated away from each other come as one set.
 *
 * What cannot be read, or is no log, is told to `problem` and the others go on. The exit code of such an error: `permission`
 * where that is the reason, `ok` for things in a directory that are no logs (pictures, programs, sockets), else `incomplete`.
 * Files in `leaveOut` are passed over in silence: the caller writes them.
 */
export async function* discover(
  paths: readonly string[],
  problem: Problem,
  leaveOut: readonly string[] = [],
): AsyncGenerator<SourceSet> {
  const { steps, anyway } = await planOf(paths, problem, leaveOut);
  for (const step of steps) {
    if (step.kind === 'stream') yield* streamSets(step.path, step.open(), problem);
    else if (step.kind === 'log') yield* logSets(step.files, null, problem);
    else {
      for await (const folder of walk(step.path, anyway, problem)) {
        for (const names of await logsOf(folder.path, folder.names)) {
          yield* logSets(await stated(folder.path, names, problem), folder.skips, problem);
        }
      }
    }
  }
}

// Loaded where they are wanted: together they take as long to load as a small log takes to read.
async function* membersOf(path: string, archive: ByteReader, problem: Problem): AsyncGenerator<SourceSet> {
  const { archiveSets } = await import('./archive.ts');
  yield* archiveSets(path, archive, problem);
}
async function journalTrouble(packed: boolean) {
  const { journalObstacle } = await import('./journal.ts');
  return journalObstacle(packed);
}

async function stated(folder: string, names: readonly string[], problem: Problem): Promise<readonly FoundFile[]> {
  const files: FoundFile[] = [];
  for (const name of names) {
    const path = join(folder, name);
    try {
      // Of thousands of files all else that is known would be held until they are read.
      const { dev, ino, size, mtimeMs } = statSync(path);
      files.push({ path, stats: { dev, ino, size, mtimeMs } });
    } catch (error) {
      problem(await systemTrouble(path, error));
    }
  }
  return files;
}

/** The set of one log's files; archives among them give their own sets. `skips` is null where the user named the files. */
async function* logSets(files: readonly FoundFile[], skips: Skips | null, problem: Problem): AsyncGenerator<SourceSet> {
  const skip = (path: string, why: Skip) =>
    skips === null ? problem(skipError(path, why)) : skips.add(basename(path), why);
  const members: ByteSource[] = [];
  const archives: string[] = [];
  for (const file of files) {
    try {
      const { content, isWrapped } = await inspect(file);
      const obstacle = content.kind === 'journal' ? await journalTrouble(content.packed) : null;
      if (content.kind === 'tar') archives.push(file.path);
      else if (content.kind === 'foreign') skip(file.path, skipOf(content, skips === null));
      else if (obstacle !== null) skip(file.path, skipOf(obstacle, skips === null));
      else members.push(fileSource(file, content.kind, isWrapped));
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      if (error.exitCode !== exitCodes.permission || skips === null) problem(located(file.path, error));
      else skip(file.path, { what: 'permission denied', hint: error.hint, exitCode: error.exitCode });
    }
  }
  const newest = members.at(-1);
  if (newest !== undefined) yield { name: newest.path, members };
  for (const path of archives) {
    const { reader } = await unwrap(byteReader(fileChunks(path)), path);
    yield* membersOf(path, reader, problem);
  }
}

/** A pipe is looked into while it is read, and can be read once. */
async function* streamSets(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  problem: Problem,
): AsyncGenerator<SourceSet> {
  let reader: ByteReader | null = null;
  try {
    const found = await unwrap(byteReader(bytes), path);
    reader = found.reader;
    const { content } = found;
    if (content.kind === 'tar') yield* membersOf(path, found.reader, problem);
    else if (content.kind === 'text') {
      const directory = path === '-' ? '-' : dirname(path);
      const chunks = (report: Problem) => untilTrouble(path, () => once(found.reader), report);
      yield { name: path, members: [{ path, directory, modifiedMs: null, sizeBytes: null, chunks }] };
    } else {
      const { packedJournal } = await import('./journal.ts');
      const foreign = content.kind === 'journal' ? packedJournal : content;
      problem(skipError(path, skipOf(foreign, true), false));
    }
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    problem(located(path, error));
  } finally {
    await reader?.close();
  }
}
