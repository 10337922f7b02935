import type { KernelRecord } from '../../parsers/model/record.ts';

type Pieces = readonly (string | Uint8Array)[];

/** The record whose JSON is at hand: to make a thousand numbers into text twice would cost more than parsing them. */
let known: { readonly record: KernelRecord; readonly json: () => Pieces } | null = null;

/** `json` is asked for until the next record is made. */
export function rememberJson(record: KernelRecord, json: () => Pieces): void {
  known = { record, json };
}

/**
 * JSON of a record, in pieces that follow each other; nearly free for the one that was made last. Bytes are valid until
 * the next is made.
 */
export function jsonOf(record: KernelRecord): Pieces {
  return known?.record === record ? known.json() : [JSON.stringify(record)];
}

/** The record of which another thread made this JSON. */
export function recordOf(json: string): KernelRecord {
  const record: KernelRecord = JSON.parse(json);
  rememberJson(record, () => [json]);
  return record;
}
