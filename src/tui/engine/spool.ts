import { mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ByteSource, SourceSet } from '../../sources/source.ts';
import type { RawReader } from './raw.ts';

/** A pipe can be read only once, but its lines must be shown: this much of it is copied to disk. */
const mostBytes = 1 << 30;

/** The same sources; what comes from standard input is copied into a file without a name on its way. */
export async function* spooled(sets: AsyncIterable<SourceSet>, raw: RawReader): AsyncGenerator<SourceSet> {
  for await (const set of sets) {
    if (set.members.every(({ path }) => !isPiped(path))) yield set;
    else yield { ...set, members: set.members.map((source) => (isPiped(source.path) ? copied(source, raw) : source)) };
  }
}

const isPiped = (path: string): boolean => path === '-' || path.startsWith('-:');

function copied(source: ByteSource, raw: RawReader): ByteSource {
  return {
    ...source,
    async *chunks(problem) {
      const fd = nameless();
      raw.keep(source.path, fd);
      let kept = 0;
      for await (const chunk of source.chunks(problem)) {
        if (kept + chunk.length <= mostBytes) kept += writeSync(fd, chunk, 0, chunk.length, kept);
        yield chunk;
      }
    },
  };
}

/** A file that no other can see and that is gone with the process, however that ends. */
function nameless(): number {
  const folder = mkdtempSync(join(tmpdir(), 'oomtrail-'));
  const path = join(folder, 'stdin');
  try {
    return openSync(path, 'wx+', 0o600);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
