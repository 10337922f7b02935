import { describe, expect, it } from 'vitest';
import { readerOfFile } from '../../../parsers/framings/reader-of-file.ts';
import type { LogEntry } from '../../../parsers/model/entry.ts';
import { linesOf } from './frame.ts';

function read(texts: readonly string[]): LogEntry[] {
  const reader = readerOfFile(texts);
  const entries: LogEntry[] = [];
  for (const line of linesOf(texts.join('\n'))) reader.read(line, (entry) => entries.push(entry));
  reader.end((entry) => entries.push(entry));
  return entries;
}

const textsOf = (entries: readonly LogEntry[]): string[] => entries.map(({ text }) => text);

/** Log stores show and export their newest entries first, and `journalctl -r` does: a report is read from its end. */
describe('a log that begins with its end', () => {
  const seconds = ['a', 'b', 'c', 'd'].map((text, index) => `Nov 20 09:30:3${index} web01 app: ${text}`);

  it('is read from its end', () => {
    expect(textsOf(read(seconds.toReversed()))).toEqual(['a', 'b', 'c', 'd']);
    expect(textsOf(read(seconds))).toEqual(['a', 'b', 'c', 'd']);
  });

  it('is told by the text where all of it stands in one second', () => {
    const report = [
      'x invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0',
      'CPU: 1 PID: 7 Comm: x Not tainted 6.1.0 #1',
      'Mem-Info:',
    ].map((text) => `Nov 20 09:30:30 web01 kernel: ${text}`);
    expect(textsOf(read(report.toReversed()))).toEqual(textsOf(read(report)));
    expect(textsOf(read(report))[0]).toContain('invoked oom-killer');
  });

  it('keeps the lines of a message in their order', () => {
    const texts = [
      ...['d', 'c', 'b'].map((text, index) => `Nov 20 09:30:3${9 - index} web01 app: ${text}`),
      'Nov 20 09:30:30 web01 app: a1',
      '                           a2',
    ];
    expect(textsOf(read(texts))).toEqual(['a1', 'a2', 'b', 'c', 'd']);
  });

  it('is none whose clock was set back', () => {
    const texts = [...seconds, ...seconds, ...seconds, ...seconds].map((text, index) => `${text}${index}`);
    expect(textsOf(read(texts))[0]).toBe('a0');
  });

  it('gives nothing twice after a look at some of its lines', () => {
    const texts = seconds.toReversed();
    const reader = readerOfFile(texts);
    const entries: LogEntry[] = [];
    const emit = (entry: LogEntry): void => void entries.push(entry);
    const lines = linesOf(texts.join('\n'));
    for (const line of lines.slice(0, 1)) reader.read(line, emit);
    reader.jump();
    for (const line of lines) reader.read(line, emit);
    reader.end(emit);
    for (const line of lines.slice(2)) reader.read(line, emit);
    reader.jump();
    reader.end(emit);
    expect(textsOf(entries)).toEqual(['a', 'b', 'c', 'd']);
  });
});
