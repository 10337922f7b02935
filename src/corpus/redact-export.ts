/** A log in the journal's export form: fields `NAME=text`, and `NAME`, a length of 8 bytes and the bytes where a text has several lines. */
export function isJournalExport(latin1: string): boolean {
  return /^(?:__CURSOR|__REALTIME_TIMESTAMP|__SEQNUM)=/.test(latin1);
}

/** Redacts field by field: a text of several lines keeps the length before it true. Takes and gives latin1. */
export function redactExport(latin1: string, redact: (line: string) => string): string {
  const fields: string[] = [];
  for (let at = 0; at < latin1.length; ) {
    const end = lineEnd(latin1, at);
    const name = latin1.slice(at, end);
    const length = /^[A-Z_][A-Z0-9_]*$/.test(name) ? lengthAt(latin1, end + 1) : null;
    if (length === null) {
      fields.push(redact(name));
      at = end + 1;
      continue;
    }
    const from = end + 9;
    const value = latin1
      .slice(from, from + length)
      .split('\n')
      .map(redact)
      .join('\n');
    fields.push(`${name}\n${lengthBytes(value.length)}${value}`);
    at = from + length + 1;
  }
  return `${fields.join('\n')}${latin1.endsWith('\n') ? '\n' : ''}`;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** The 64 bits, little endian, that say how long a text is; null where what follows is not so long. */
function lengthAt(text: string, at: number): number | null {
  if (at + 8 > text.length) return null;
  const length = Number(Buffer.from(text.slice(at, at + 8), 'latin1').readBigUInt64LE());
  return at + 8 + length <= text.length ? length : null;
}

function lengthBytes(length: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(length));
  return bytes.toString('latin1');
}
