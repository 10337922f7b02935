import type { Line } from '../../parsers/model/line.ts';

const newline = 0x0a;
/** A hole is passed over so many bytes at a time. */
const nuls = Buffer.alloc(4096);

/** Index at which the line begins that holds the byte before `index`, or ends in it. */
export function lineStart(data: Buffer, index: number): number {
  return index <= 0 ? 0 : data.lastIndexOf(newline, index - 1) + 1;
}

/** The first index from here that holds no NUL. */
export function pastNuls(data: Buffer, index: number): number {
  let at = index;
  while (data[at] === 0 && at + nuls.length <= data.length && nuls.compare(data, at, at + nuls.length) === 0)
    at += nuls.length;
  while (data[at] === 0) at += 1;
  return at;
}

export function countNewlines(data: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = data.indexOf(newline, from); at !== -1 && at < to; at = data.indexOf(newline, at + 1)) count += 1;
  return count;
}

/** Up to `count` last lines, without their numbers; `base` is the stream offset of the first byte. */
export function lastLines(data: Buffer, count: number, { path, base }: { path: string; base: number }): Line[] {
  const lines: Line[] = [];
  const isEnded = data.at(-1) === newline;
  let to = isEnded ? data.length - 1 : data.length;
  while (to > 0 && lines.length < count) {
    const from = data.lastIndexOf(newline, to - 1) + 1;
    lines.unshift({
      path,
      text: data.toString('latin1', from, to),
      line: 0,
      byteStart: base + from,
      byteEnd: base + to,
      cut: false,
      ...(isEnded || to < data.length ? {} : { unterminated: true }),
    });
    to = from - 1;
  }
  return lines;
}
