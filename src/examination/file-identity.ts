import { createHash } from 'node:crypto';
import type { FileHead } from '../ingest/sink.ts';
import type { FileIdentity } from '../store/timeline.ts';

/** Enough of a log to tell it from every other: several lines with their times. */
export const headBytesKept = 4096;

/** What tells this file from another that later has its name, by up to `headBytes` of its first bytes. */
export function identityOf(head: FileHead, headBytes: number): FileIdentity {
  const { path, directory, sizeBytes, modifiedMs } = head;
  const first = head.bytes.subarray(0, headBytes);
  return {
    path,
    directory,
    sizeBytes,
    mtimeUs: modifiedMs === null ? null : Math.trunc(modifiedMs * 1000),
    headBytes: first.length,
    headHash: createHash('sha256').update(first).digest('hex').slice(0, 32),
  };
}
