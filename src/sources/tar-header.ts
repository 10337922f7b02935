export const blockBytes = 512;

/** What follows a header block. `link`, folder and device members have no bytes of interest. */
type TarType = 'file' | 'sparse' | 'long-name' | 'pax' | 'pax-global' | 'other';

export interface TarHeader {
  readonly name: string;
  readonly type: TarType;
  /** Bytes that follow in the archive, without the padding to full blocks. */
  readonly bytes: number;
  readonly modifiedMs: number | null;
  /** Old GNU sparse members: more blocks of the hole map follow before the data. */
  readonly mapContinues: boolean;
}

/**
 * A tar header block (v7, ustar, GNU, pax: all have name, size, time, checksum and type in the same places).
 * The checksum at 148 is the sum of all bytes with its own field read as blanks.
 */
export function isTarHeader(block: Uint8Array): boolean {
  if (block.length < blockBytes || block[0] === 0) return false;
  const stated = octal(block.subarray(148, 156));
  if (stated === null) return false;
  let sum = 8 * 0x20;
  for (let at = 0; at < blockBytes; at++) sum += at >= 148 && at < 156 ? 0 : (block[at] ?? 0);
  return sum === stated;
}

const types: Readonly<Record<string, TarType>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  S: 'sparse',
  L: 'long-name',
  x: 'pax',
  g: 'pax-global',
};

/** Null where a field makes no sense; the block must have passed `isTarHeader`. */
export function tarHeader(block: Uint8Array): TarHeader | null {
  const type = types[String.fromCharCode(block[156] ?? 0)] ?? 'other';
  const bytes = number(block.subarray(124, 136));
  if (bytes === null || bytes < 0) return null;
  const ustar = Buffer.from(block.subarray(257, 263)).toString('latin1');
  const prefix = ustar === 'ustar\0' ? cString(block.subarray(345, 500)) : '';
  const name = cString(block.subarray(0, 100));
  const seconds = number(block.subarray(136, 148));
  // Hard links (type 1) state the size of what they point to, but carry nothing.
  const carries = type !== 'other' || !'12345'.includes(String.fromCharCode(block[156] ?? 0));
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    type,
    bytes: carries ? bytes : 0,
    modifiedMs: seconds === null ? null : seconds * 1000,
    mapContinues: type === 'sparse' && block[482] === 1,
  };
}

/** Text up to the first NUL. */
export function cString(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString('utf8');
}

/** The records of a pax header: `27 mtime=1795167030.123\n`, the length counting itself. */
export function paxRecords(body: Uint8Array): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  let at = 0;
  while (at < body.length) {
    const blank = body.indexOf(0x20, at);
    const length = blank < 0 ? 0 : Number(Buffer.from(body.subarray(at, blank)).toString('latin1'));
    if (!Number.isSafeInteger(length) || length <= blank - at) break;
    const record = Buffer.from(body.subarray(blank + 1, at + length - 1)).toString('utf8');
    const equals = record.indexOf('=');
    if (equals > 0) records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}

/** Octal text, or base 256 (GNU, sizes from 8 GiB and times before 1970) where the first bit is set. */
function number(field: Uint8Array): number | null {
  const first = field[0] ?? 0;
  if ((first & 0x80) === 0) return octal(field);
  let value = BigInt(first & 0x7f);
  for (const byte of field.subarray(1)) value = (value << 8n) | BigInt(byte);
  const bits = BigInt(field.length * 8 - 1);
  const signed = Number(BigInt.asIntN(Number(bits), value));
  return Number.isSafeInteger(signed) ? signed : null;
}

function octal(field: Uint8Array): number | null {
  const text = cString(field).trim();
  if (text === '') return 0;
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : null;
}
