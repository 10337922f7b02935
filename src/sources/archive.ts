import { dirname } from 'node:path';
import { KnownError } from '../errors.ts';
import { type ByteReader, byteReader, once } from './byte-reader.ts';
import { located, untilTrouble } from './file-source.ts';
import { packedJournal } from './journal.ts';
import type { Foreign } from './magic.ts';
import { createSkips, skipError, skipOf } from './skips.ts';
import type { SourceSet } from './source.ts';
import { type TarMember, tarMembers } from './tar.ts';
import { type Unwrapped, unwrap } from './unwrap.ts';

type Problem = (error: KnownError) => void;

const nested: Foreign = {
  kind: 'foreign',
  what: 'an archive inside the archive',
  hint: null,
  mayHoldLogs: true,
};

/**
 * The logs of a tar archive, read in one pass and never unpacked to disk: one set for each member, in the archive's
 * order, each to be read before the next is asked for.
 */
export async function* archiveSets(path: string, archive: ByteReader, problem: Problem): AsyncGenerator<SourceSet> {
  const skips = createSkips(path, problem, (name, skip) => skipError(`${path}:${name}`, skip, false));
  // The same trouble ends the member that is being read and then the archive.
  const told = new WeakSet<Error>();
  try {
    for await (const member of tarMembers(archive, (error) => problem(located(path, error)))) {
      const name = `${path}:${member.name}`;
      const tell = (report: Problem) => (error: KnownError) => {
        told.add(error.cause instanceof Error ? error.cause : error);
        report(located(name, error));
      };
      const found = await opened(member, tell(problem));
      if (found === null) continue;
      const foreign = foreignIn(found.content);
      if (foreign !== null) skips.add(member.name, skipOf(takenOut(foreign), false));
      else {
        const chunks = (report: Problem) => untilTrouble(name, () => once(found.reader), tell(report));
        yield { name, members: [{ path: name, ...place(path, member), chunks }] };
      }
      await found.reader.close();
    }
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    if (!told.has(error)) problem(located(path, error));
  } finally {
    skips.report();
    await archive.close();
  }
}

async function opened(member: TarMember, tell: Problem): Promise<Unwrapped | null> {
  try {
    return await unwrap(byteReader(member.bytes), member.name);
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    tell(error);
    return null;
  }
}

function foreignIn(content: Unwrapped['content']): Foreign | null {
  if (content.kind === 'text') return null;
  if (content.kind === 'tar') return nested;
  return content.kind === 'journal' ? packedJournal : content;
}

function takenOut(foreign: Foreign): Foreign {
  if (!foreign.mayHoldLogs) return foreign;
  const first = 'Take it out of the archive and name the file.';
  return { ...foreign, hint: foreign.hint === null ? first : `${first} ${foreign.hint}` };
}

function place(archive: string, { name, modifiedMs, sizeBytes }: TarMember) {
  const folder = dirname(name);
  return { directory: folder === '.' ? archive : `${archive}:${folder}`, modifiedMs, sizeBytes };
}
