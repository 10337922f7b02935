import { spawn } from 'node:child_process';
import { disown } from '../../surviving/own-process.ts';
import type { JournalOptions } from './journalctl.ts';

/** The end of a journal, as it is before anybody follows it. */
export type JournalEnd =
  | { readonly cursor: string; readonly foreign: boolean }
  /** It holds nothing: all that comes is new. */
  | 'empty'
  /** Nobody says. */
  | null;

const answerWithinMs = 10_000;
const longestAnswerBytes = 4 * 1024 * 1024;

/** Newest entry of those that are asked for; where there is none yet, of all. */
export async function newestEntry({ program, matches }: JournalOptions): Promise<JournalEnd> {
  const ours = await cursorOf(program, matches);
  if (ours === null || ours !== '') return ours === null ? null : { cursor: ours, foreign: false };
  const any = await cursorOf(program, []);
  if (any === null) return null;
  return any === '' ? 'empty' : { cursor: any, foreign: true };
}

/** Whether the journal does not hold this entry any more; false where nobody says. */
export async function isGone({ program }: JournalOptions, cursor: string): Promise<boolean> {
  const found = await cursorOf(program, [`--cursor=${cursor}`]);
  return found !== null && found !== cursor;
}

/** A cursor; nothing where no entry matches; null where journalctl cannot tell. */
async function cursorOf(program: string, where: readonly string[]): Promise<string | null> {
  const child = spawn(program, ['-n', '1', '-o', 'json', '--no-pager', ...where], {
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: answerWithinMs,
  });
  disown(child.pid);
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(0, longestAnswerBytes);
  });
  const status = await new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(null));
    child.on('close', resolve);
  });
  const cursor = /"__CURSOR"\s*:\s*"([^"]+)"/.exec(text)?.[1];
  return cursor ?? (status === 0 ? '' : null);
}
