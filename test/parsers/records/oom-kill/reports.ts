import { readFileSync } from 'node:fs';
import type { LogEntry } from '../../../../parsers/model/entry.ts';
import type { OomKill } from '../../../../parsers/model/records/oom-kill.ts';
import { oomKill } from '../../../../parsers/records/oom-kill.ts';
import { assemble, kernelLog } from '../assembled.ts';

/** A whole report as its kernel prints it, one text a line, without any log's prefix. */
export function report(name: string): string {
  return readFileSync(new URL(`../../../fixtures/records/oom-kill/${name}.txt`, import.meta.url), 'utf8');
}

export const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

/** The OOM records in these entries. */
export function killsIn(entries: readonly LogEntry[]): OomKill[] {
  return assemble(entries, [oomKill]).map(({ body }) => body as OomKill);
}

/** The OOM records in these kernel messages. */
export const kills = (text: string, known: Partial<LogEntry> = {}): OomKill[] => killsIn(kernelLog(text, known));

/** The only OOM record in these kernel messages. */
export function onlyKill(text: string, known: Partial<LogEntry> = {}): OomKill {
  const [first, ...others] = kills(text, known);
  if (first === undefined || others.length > 0) throw new Error(`${others.length + (first ? 1 : 0)} records`);
  return first;
}
