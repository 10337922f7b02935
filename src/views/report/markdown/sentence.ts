import type { Reference, ReportHead, Statement } from '../model.ts';
import { shortPath } from '../paths.ts';
import { code, plain } from './escape.ts';

/** An address in a code span: `kern.log:407`. */
export function address({ path, line }: Reference, { base }: Pick<ReportHead, 'base'>, inTable = false): string {
  return code(`${shortPath(path, base)}:${line}`, inTable);
}

/** A sentence with its addresses in brackets behind it. */
export function sentence({ text, refs }: Statement, head: ReportHead): string {
  return refs.length === 0 ? plain(text) : `${plain(text)} (${refs.map((ref) => address(ref, head)).join(', ')})`;
}
