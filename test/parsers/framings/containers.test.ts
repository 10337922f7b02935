import { describe, expect, it } from 'vitest';
import { cri } from '../../../parsers/framings/cri.ts';
import { dockerJson } from '../../../parsers/framings/docker-json.ts';
import type { Framing } from '../../../parsers/framings/framing.ts';
import { MOST_PIECES } from '../../../parsers/framings/parts/container-line.ts';
import type { LogEntry } from '../../../parsers/model/entry.ts';
import { frame, frameOne, linesOf, written } from './frame.ts';

const kill = 'Out of memory: Killed process 4242 (mysqld) total-vm:3042712kB, anon-rss:2901044kB';

/** Reads a text of which each character is a byte. */
function entriesOfBytes(framing: Pick<Framing, 'reader'>, text: string): LogEntry[] {
  const reader = framing.reader();
  const entries: LogEntry[] = [];
  let byteStart = 0;
  for (const [index, piece] of text.split('\n').entries()) {
    const byteEnd = byteStart + piece.length;
    reader.read({ path: 'x.log', text: piece, line: index + 1, byteStart, byteEnd, cut: false }, (entry) =>
      entries.push(entry),
    );
    byteStart = byteEnd + 1;
  }
  return entries;
}

/** A container has no kernel: a report inside was copied or made up. */
describe('what a container prints is never the kernel’s', () => {
  it.each([
    [cri, `2026-11-20T09:30:30.123456789Z stdout F ${kill}`],
    [cri, `2026-11-20T09:30:30.123456789Z stdout F:tag ${kill}`],
    [dockerJson, JSON.stringify({ log: `${kill}\n`, stream: 'stdout', time: '2026-11-20T09:30:30.123456789Z' })],
  ])('%s', (framing, text) => {
    const entry = frameOne(framing, text);
    expect(entry).toMatchObject({ text: kill, writer: 'user', host: null, tag: null });
    expect(written(entry)).toBe('2026-11-20T09:30:30.123456 0');
  });
});

describe('pieces of a long line', () => {
  it('are told from lines of the other stream', () => {
    const { entries } = frame(
      cri,
      ['stdout P one ', 'stderr F other', 'stdout P two ', 'stdout F three', 'stdout F next']
        .map((text) => `2026-11-20T09:30:30Z ${text}`)
        .join('\n'),
    );
    expect(entries.map(({ text, span }) => [text, span.line, span.lines])).toEqual([
      ['one two three', 1, 4],
      ['other', 2, 1],
      ['next', 5, 1],
    ]);
    expect(entries.every(({ first }) => first)).toBe(true);
  });

  // 16 KiB is no multiple of a character's length.
  it('may end inside a character', () => {
    const text = '2026-11-20T09:30:30Z stdout P f\xc3\n2026-11-20T09:30:30Z stdout F \xbcr';
    expect(entriesOfBytes(cri, text)).toMatchObject([{ text: 'für', span: { byteStart: 0, byteEnd: text.length } }]);
  });

  it('of a line without end are given up, and none is lost', () => {
    const pieces = Array.from({ length: 2 * MOST_PIECES }, (_, index) => `2026-11-20T09:30:30Z stdout P ${index},`);
    const { entries } = frame(
      cri,
      [...pieces, '2026-11-20T09:30:30Z stdout F end', '2026-11-20T09:30:30Z stdout F next'].join('\n'),
    );
    expect(entries.map(({ text }) => text).join('')).toBe(`${pieces.map((_, index) => `${index},`).join('')}endnext`);
    expect(entries[0]).toMatchObject({ first: true, span: { lines: MOST_PIECES } });
    expect(entries.at(-2)).toMatchObject({ text: 'end', first: false });
    expect(entries.at(-1)).toMatchObject({ text: 'next', first: true });
  });

  it('are not kept where lines were skipped, and come out at the end of the log', () => {
    const reader = cri.reader();
    const entries: LogEntry[] = [];
    const [one, two] = linesOf('2026-11-20T09:30:30Z stdout P one \n2026-11-20T09:30:30Z stdout P two ');
    if (one) reader.read(one, (entry) => entries.push(entry));
    expect(reader.holding).toBe(true);
    reader.jump();
    if (two) reader.read(two, (entry) => entries.push(entry));
    reader.end((entry) => entries.push(entry));
    expect(entries.map(({ text }) => text)).toEqual(['two ']);
    expect(reader.holding).toBe(false);
  });

  it('have no newline in docker’s file', () => {
    const log = (text: string) => JSON.stringify({ log: text, stream: 'stdout', time: '2026-11-20T09:30:30Z' });
    const { entries } = frame(dockerJson, [log('one '), log('two\r\n'), log('next\n')].join('\n'));
    expect(entries.map(({ text, span }) => [text, span.lines])).toEqual([
      ['one two', 2],
      ['next', 1],
    ]);
  });
});

it.each(['2026-11-20T09:30:30Z web01 kernel: x', '2026-11-20T09:30:30Z stdout X x', '2026-11-20T09:30:30Z stdin F x'])(
  'cri refuses %s',
  (text) => {
    expect(frame(cri, text).refused).toEqual([text]);
  },
);

it.each(['{"log":"x\\n"}', '{"log":{"a":1},"time":"x"}', '{"log":"x\\n","time":"2026', '{"level":"info","log":"x"}'])(
  'docker-json refuses %s',
  (text) => {
    expect(frame(dockerJson, text).refused).toEqual([text]);
  },
);
