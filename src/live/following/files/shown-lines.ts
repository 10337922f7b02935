const mostLines = 5;
const mostBytes = 4096;

/** The last whole lines of what was read, for showing that the source lives: a few, however much came at once. */
export function shownLines(bytes: Buffer): string[] {
  const end = bytes.lastIndexOf(0x0a);
  if (end < 0) return [];
  const from = Math.max(0, end - mostBytes);
  const lines = bytes.toString('utf8', from, end).split('\n');
  // Where the first one was cut, it is shown only if it is all there is.
  return (from > 0 && lines.length > 1 ? lines.slice(1) : lines).slice(-mostLines).filter((line) => line !== '');
}
