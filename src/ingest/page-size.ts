import { withPageSize } from '../../parsers/records/oom-kill.ts';
import type { Assembled } from './assemble.ts';

/** Fills in the page size that the user named where the report does not prove its own. */
export function applyPageSize(assembled: Assembled, pageSizeBytes: number | null): Assembled {
  if (pageSizeBytes === null || assembled.body.kind !== 'oom-kill') return assembled;
  return { ...assembled, body: withPageSize(assembled.body, pageSizeBytes) };
}
