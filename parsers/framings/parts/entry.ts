import type { LogEntry, Writer } from '../../model/entry.ts';
import type { Line } from '../../model/line.ts';
import type { Span } from '../../model/span.ts';
import type { Stamp } from '../../model/stamp.ts';

/** What the lines of one message share. A reader keeps one and overwrites it with each message: continuation lines inherit. */
export interface EntryHead {
  writer: Writer;
  stamp: Stamp | null;
  monotonicUs: number | null;
  host: string | null;
  bootId: string | null;
  tag: string | null;
  pid: number | null;
  unit: string | null;
  messageId: string | null;
  severity: number | null;
  caller: string | null;
}

export type Emit = (entry: LogEntry) => void;

export function unknownHead(): EntryHead {
  return {
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
  };
}

/** The one place where entries are made, so that all have the same hidden class. */
export function entryOf(span: Span, text: string, head: EntryHead, first: boolean): LogEntry {
  return {
    span,
    text,
    writer: head.writer,
    stamp: head.stamp,
    monotonicUs: head.monotonicUs,
    host: head.host,
    bootId: head.bootId,
    tag: head.tag,
    pid: head.pid,
    unit: head.unit,
    messageId: head.messageId,
    severity: head.severity,
    caller: head.caller,
    first,
  };
}

export function spanOf(line: Line): Span {
  return { path: line.path, line: line.line, byteStart: line.byteStart, byteEnd: line.byteEnd, lines: line.lines ?? 1 };
}

/** The span from one line to another of the same file, both included. */
export function spanOfLines(from: Span, to: Line): Span {
  return {
    path: from.path,
    line: from.line,
    byteStart: from.byteStart,
    byteEnd: to.byteEnd,
    lines: to.line + (to.lines ?? 1) - from.line,
  };
}

/**
 * One entry for each line of a message; a newline at its end makes no empty entry. `begins` is false for text that goes on
 * with the message before it.
 */
export function emitMessage(span: Span, message: string, head: EntryHead, emit: Emit, begins = true): void {
  if (!message.includes('\n')) {
    emit(entryOf(span, message, head, begins));
    return;
  }
  const lines = message.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const [index, text] of lines.entries())
    emit(entryOf(span, text.replace(/\r$/, ''), head, begins && index === 0));
}

const CARRIAGE_RETURN = 13;

/** The text of a line without a carriage return that was left at its end. */
export function textOf(line: Line): string {
  const { text } = line;
  return text.charCodeAt(text.length - 1) === CARRIAGE_RETURN ? text.slice(0, -1) : text;
}
