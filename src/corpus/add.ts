import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { exitCodes, KnownError } from '../errors.ts';
import type { Redactor } from '../redaction/index.ts';
import { discover } from '../sources/index.ts';
import { type CorpusCase, readCase } from './case.ts';
import { type CaseFacts, factsFile, noFacts } from './facts.ts';
import { acceptGolden } from './golden.ts';
import { learnLog, redactLog } from './redact.ts';
import { replayCase } from './replay.ts';
import { type Shortened, shorten } from './shorten.ts';

export interface NewCase {
  /** One log: a file, compressed or not. */
  readonly log: string;
  /** The corpus. */
  readonly to: string;
  /** Name of the folder; below one named like the kind of its first record unless the name holds a slash. */
  readonly name: string;
  readonly facts: Pick<CaseFacts, 'why' | 'tz' | 'year' | 'pageSizeBytes'>;
  /** Puts pseudonyms in the place of names; none where it is left out. */
  readonly redactor?: Redactor | null;
}

export interface AddedCase extends Shortened {
  readonly added: CorpusCase;
}

/** A longer log is no case yet: a person must find the place in it first. */
const longestLogBytes = 64 * 1024 * 1024;
const nameShape = /^[\w][\w.-]*(\/[\w][\w.-]*)*$/;

/**
 * Makes a case of a log: shortens it, writes it with its `case.json`, and accepts what is found.
 *
 * @throws KnownError where the name is taken or no name, or the log cannot be used
 */
export async function addCase({ log, to, name, facts, redactor = null }: NewCase): Promise<AddedCase> {
  if (!nameShape.test(name)) {
    throw refused(
      `"${name}" cannot be the name of a case`,
      'Letters, digits, "-", "_" and ".", as in "two-kills-in-a-row".',
    );
  }
  const whole = await wholeLog(log);
  const known = { ...noFacts, ...facts };
  const path = redactor ? 'input.log' : fileName(log);
  const shortened = await shorten(path, whole, known);
  if (redactor) await learnLog(redactor, path, { bytes: whole, facts: known });
  const bytes = redactor ? await redactLog(path, shortened.bytes, { redactor, facts: known }) : shortened.bytes;
  const folder = join(to, name.includes('/') ? name : `${shortened.records[0]?.kind ?? 'silent'}/${name}`);
  if (existsSync(folder)) throw refused(`${folder} exists already`, 'Choose another --name; nothing is overwritten.');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, path), bytes);
  const stated = Object.entries(facts).filter(([, value]) => value !== null);
  writeFileSync(join(folder, factsFile), `${JSON.stringify(Object.fromEntries(stated), null, 2)}\n`);
  const added = readCase(folder, to);
  acceptGolden(added, await replayCase(added));
  return { ...shortened, bytes, added };
}

function refused(message: string, hint: string): KnownError {
  return new KnownError(message, { exitCode: exitCodes.unusable, hint });
}

/** Inputs keep the name they have in real life, and are stored as plain text. */
function fileName(log: string): string {
  const name = basename(log).replace(/\.(gz|zst|br|xz|bz2)$/, '');
  return name === 'expected.json' || name === factsFile || !/^\w/.test(name) ? 'input.log' : name;
}

async function wholeLog(log: string): Promise<Buffer> {
  const problem = (error: KnownError): never => {
    throw error;
  };
  const pieces: Buffer[] = [];
  let length = 0;
  let logs = 0;
  for await (const { members } of discover([log], problem)) {
    for (const member of members) {
      logs += 1;
      if (logs > 1) throw refused(`${log} holds several logs`, 'Name one of them; a case of several is made by hand.');
      for await (const chunk of member.chunks(problem)) {
        length += chunk.length;
        if (length > longestLogBytes) throw refused(`${log} is longer than 64 MiB`, 'Cut out the part that matters.');
        pieces.push(Buffer.from(chunk));
      }
    }
  }
  if (logs === 0) throw refused(`${log}: no log in it`, '"oomtrail formats --detect FILE" says how a file is read.');
  return Buffer.concat(pieces);
}
