import { KnownError } from '../errors.ts';
import type { Foreign } from './magic.ts';
import { isInstalled, programOutput } from './program.ts';

/**
 * The entries of a binary journal file as JSON lines, through systemd's own reader: the format has compression, hash
 * tables and flags that only journalctl of the host's version or a newer one knows.
 *
 * `--all` because fields longer than 4096 bytes would otherwise come as null.
 */
export async function* journalEntries(path: string): AsyncGenerator<Uint8Array> {
  const args = ['--quiet', '--no-pager', '--all', '--output=json', `--file=${path}`];
  try {
    yield* programOutput('journalctl', args, null);
  } catch (error) {
    throw error instanceof KnownError ? new KnownError(error.message, { hint: damagedHint, cause: error }) : error;
  }
}

const damagedHint =
  'If it was copied while it grew, copy it again; if journalctl here is older than the one that wrote it, run there: journalctl -o json | oomtrail analyze -';

const elsewhere = 'journalctl --file FILE -o json | oomtrail analyze -';

const obstacle = (what: string, hint: string): Foreign => ({ kind: 'foreign', what, hint, mayHoldLogs: true });

export const packedJournal = obstacle(
  'a binary journal that is packed or piped, which journalctl cannot open',
  'Unpack it into a file and name that.',
);

const withoutJournalctl = obstacle(
  'a binary journal, and journalctl is not installed here',
  `On a machine with systemd run: ${elsewhere}`,
);

/** Why a journal cannot be read here; null if it can. */
export async function journalObstacle(packed: boolean): Promise<Foreign | null> {
  if (packed) return packedJournal;
  return (await isInstalled('journalctl')) ? null : withoutJournalctl;
}
