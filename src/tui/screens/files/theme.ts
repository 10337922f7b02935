import type { CoverageRow } from '../../../views/view.ts';
import type { Role } from '../../theme.ts';

export type FileState = 'ok' | 'partly' | 'bad';

/** Lines that are no log entries (headings, empty ones) in a file that was understood are no trouble. */
export function fileState({ format, bytes, skipped }: CoverageRow): FileState {
  if (format === null && bytes > 0) return 'bad';
  return skipped.length > 0 ? 'partly' : 'ok';
}

export const fileRoles: Readonly<Record<FileState, Role>> = { ok: 'good', partly: 'warn', bad: 'danger' };
