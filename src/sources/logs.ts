import { join } from 'node:path';
import { readAt } from './file.ts';
import { groupPstore, isPstoreName, pstoreHeadBytes } from './pstore.ts';
import { groupRotated } from './rotation.ts';

/** Groups the files of one folder into logs, each oldest first. Of pstore files the first line must be read for that. */
export async function logsOf(folder: string, names: readonly string[]): Promise<readonly (readonly string[])[]> {
  const kept: { name: string; head: Uint8Array }[] = [];
  for (const name of names.filter(isPstoreName)) {
    // Who may not read it hears of it when it is opened as a log.
    const head = await readAt(join(folder, name), 0, pstoreHeadBytes).catch(() => new Uint8Array(0));
    kept.push({ name, head });
  }
  const rotated = groupRotated(names.filter((name) => !isPstoreName(name)));
  return kept.length === 0 ? rotated : [...rotated, ...groupPstore(kept)];
}
