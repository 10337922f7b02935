import type { LogEntry } from '../../../parsers/model/entry.ts';
import type { RecordBody } from '../../../parsers/model/record.ts';
import type { Extractor } from '../../../parsers/records/extractor.ts';
import { extractors } from '../../../parsers/records/index.ts';
import { type Assembled, createAssembler } from '../../../src/ingest/assemble.ts';

let position = 0;

/** An entry with this text, by default an unproved kernel line of plain dmesg. */
export function logEntry(text: string, known: Partial<LogEntry> = {}): LogEntry {
  position += 1;
  return {
    span: {
      path: 'test',
      line: position,
      byteStart: position * 1000,
      byteEnd: position * 1000 + text.length,
      lines: 1,
    },
    text,
    writer: 'unproved',
    stamp: null,
    monotonicUs: null,
    host: null,
    bootId: null,
    tag: null,
    pid: null,
    unit: null,
    messageId: null,
    severity: null,
    caller: null,
    first: true,
    ...known,
  };
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

/** One proved kernel entry a line. */
export function kernelLog(text: string, known: Partial<LogEntry> = {}): LogEntry[] {
  return linesOf(text).map((line) => logEntry(line, { writer: 'kernel', tag: 'kernel', ...known }));
}

/** One entry a line by this program. */
export function programLog(tag: string | null, text: string, known: Partial<LogEntry> = {}): LogEntry[] {
  return linesOf(text).map((line) => logEntry(line, { writer: 'user', tag, pid: tag === null ? null : 360, ...known }));
}

/**
 * What the ingest makes of these entries. As there, only a line that holds an opener may open a record, so that a missing
 * needle is a missing record.
 */
export function assemble(entries: readonly LogEntry[], of: readonly Extractor[] = extractors): Assembled[] {
  const found: Assembled[] = [];
  const assembler = createAssembler(of, (record) => found.push(record));
  const needles = of.flatMap((extractor) => extractor.openers);
  for (const entry of entries) {
    const line = `${entry.text} ${entry.messageId ?? ''}`;
    assembler.feed(
      entry,
      needles.some((needle) => line.includes(needle)),
    );
  }
  assembler.end();
  return found;
}

export const bodies = (entries: readonly LogEntry[], of?: readonly Extractor[]): RecordBody[] =>
  assemble(entries, of).map((record) => record.body);

/** The bodies of one kind. */
export function bodiesOf<Kind extends RecordBody['kind']>(
  kind: Kind,
  entries: readonly LogEntry[],
): Extract<RecordBody, { kind: Kind }>[] {
  return bodies(entries).filter((body): body is Extract<RecordBody, { kind: Kind }> => body.kind === kind);
}
