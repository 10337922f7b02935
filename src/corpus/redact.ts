import { readerOfFile } from '../../parsers/framings/reader-of-file.ts';
import type { LogEntry } from '../../parsers/model/entry.ts';
import type { KernelRecord } from '../../parsers/model/record.ts';
import { exitCodes, KnownError } from '../errors.ts';
import type { Redactor } from '../redaction/index.ts';
import type { CaseFacts } from './facts.ts';
import { memorySource } from './memory-source.ts';
import { isJournalExport, redactExport } from './redact-export.ts';
import { readSets } from './replay.ts';

/** Lines from which a log's framing is told. */
const headLines = 50;

/** Teaches a redactor the names in the records of a log and before its messages: hosts, tags, units. */
export async function learnLog(
  redactor: Redactor,
  path: string,
  { bytes, facts }: { readonly bytes: Buffer; readonly facts: CaseFacts },
): Promise<void> {
  const { stored, coverage } = await readSets([memorySource(path, bytes)], facts);
  for (const { hosts } of coverage) for (const host of hosts) redactor.learn('host', host);
  for (const { record } of stored) redactor.learnRecord(record);
  const learn = ({ host, tag, unit }: LogEntry): void => {
    redactor.learn('host', host);
    redactor.learn('program', tag);
    redactor.learn('unit', unit?.replace(/\.(service|scope|slice|mount)$/, ''));
  };
  const texts = bytes.toString('latin1').split('\n');
  const reader = readerOfFile(texts.slice(0, headLines));
  for (const [index, text] of texts.entries()) {
    reader.read({ path, text, line: index + 1, byteStart: 0, byteEnd: text.length, cut: false }, learn);
  }
  reader.end(learn);
}

/**
 * The log with pseudonyms, line by line.
 *
 * @throws KnownError where less or other things would be found in it than in the log itself: better no case than a wrong one
 */
export async function redactLog(
  path: string,
  bytes: Buffer,
  { redactor, facts }: { readonly redactor: Redactor; readonly facts: CaseFacts },
): Promise<Buffer> {
  const redacted = Buffer.from(redactText(bytes.toString('latin1'), redactor), 'latin1');
  if ((await numbersIn(path, bytes, facts)) !== (await numbersIn(path, redacted, facts))) {
    throw new KnownError(
      `${path}: with pseudonyms other things would be found in it: a name is also a word of the kernel's, or lines are wrapped at a width`,
      {
        exitCode: exitCodes.unusable,
        hint: 'Redact it by hand, or add it without --redact.',
      },
    );
  }
  return redacted;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function redactText(latin1: string, redactor: Redactor): string {
  if (isJournalExport(latin1)) return redactExport(latin1, (line) => redactLine(line, redactor));
  return latin1.split('\n').map(lineRedaction(redactor)).join('\n');
}

/** Journals indent the further lines of a message as far as its first one has its prefix: these follow where that grows. */
function lineRedaction(redactor: Redactor): (line: string) => string {
  let indent = { before: 0, after: 0 };
  return (line) => {
    const redacted = redactLine(line, redactor);
    const spaces = /^ */.exec(line)?.[0].length ?? 0;
    if (spaces > 0) {
      const isContinued = indent.before > 0 && spaces >= indent.before;
      return isContinued ? `${' '.repeat(indent.after)}${redacted.slice(indent.before)}` : redacted;
    }
    indent = { before: prefixLength(line), after: prefixLength(redacted) };
    return redacted;
  };
}

const prefixLength = (line: string): number => /^.*?: /.exec(line)?.[0].length ?? 0;

function redactLine(latin1: string, redactor: Redactor): string {
  let text = latin1;
  try {
    text = utf8.decode(Buffer.from(latin1, 'latin1'));
  } catch {
    return redactor.text(latin1);
  }
  return Buffer.from(redactor.text(text)).toString('latin1');
}

/** Kinds and numbers of every record: what pseudonyms must not change. */
async function numbersIn(path: string, bytes: Buffer, facts: CaseFacts): Promise<string> {
  const { stored } = await readSets([memorySource(path, bytes)], facts);
  return JSON.stringify(stored.map(({ record }) => [record.kind, numbersOf(record)]));
}

function numbersOf({ source: _source, continuedIn: _continuedIn, ...facts }: KernelRecord): unknown {
  return JSON.parse(JSON.stringify(facts, (_key, value: unknown) => (typeof value === 'string' ? '' : value)));
}
