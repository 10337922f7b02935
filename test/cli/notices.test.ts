import { describe, expect, test } from 'vitest';
import { createNotices, type NoticeSettings, sentenceOf } from '../../src/cli/writing/notices.ts';
import { exitCodes, KnownError } from '../../src/errors.ts';

const trouble = (name: string) =>
  new KnownError(`${name}: cannot be read`, { exitCode: exitCodes.incomplete, hint: 'Look.' });

function record(settings: Partial<NoticeSettings> = {}) {
  const written: string[] = [];
  let nowMs = 0;
  const notices = createNotices({
    write: (text) => void written.push(text),
    nowMs: () => nowMs,
    quiet: false,
    verbose: false,
    showsProgress: true,
    columns: 80,
    ...settings,
  });
  const progress = (bytesDone: number, path = 'kern.log') =>
    notices.progress({ path, bytesDone, bytesTotal: 100e6, records: 3, samples: 0 });
  return { notices, written, progress, wait: (ms: number) => (nowMs += ms) };
}

describe('problems', () => {
  test('say what and what to do; quiet keeps the advice back', () => {
    expect(sentenceOf(trouble('a.log'))).toBe('oomtrail: a.log: cannot be read\n  Look.\n');
    expect(sentenceOf(trouble('a.log'), true)).toBe('oomtrail: a.log: cannot be read\n');
  });

  test('names of files cannot command the terminal', () => {
    expect(sentenceOf(trouble('\u001b]0;x\u0007\n.log'))).toBe(
      'oomtrail: \\x1b]0;x\\x07\\x0a.log: cannot be read\n  Look.\n',
    );
  });

  test('many are counted instead of told, but with --verbose', () => {
    for (const [verbose, told] of [
      [false, 9],
      [true, 20],
    ] as const) {
      const { notices, written } = record({ verbose });
      for (let index = 0; index < 20; index++) notices.problem(trouble(`${index}.log`));
      notices.close();
      expect(written.length).toBe(told);
      if (!verbose) expect(written.at(-1)).toContain('12 more');
    }
  });
});

describe('progress', () => {
  test('comes after a second, at most ten times a second, and goes when something else is said', () => {
    const { notices, written, progress, wait } = record();
    progress(1e6);
    wait(900);
    progress(2e6);
    expect(written).toEqual([]);
    wait(200);
    progress(30e6);
    progress(31e6);
    expect(written).toHaveLength(1);
    expect(written[0]).toBe('\rreading kern.log  30 MB of 100 MB  27 MB/s  3 records\u001b[K');
    notices.problem(trouble('x'));
    expect(written[1]).toBe('\r\u001b[K');
    notices.clear();
    expect(written).toHaveLength(3);
  });

  test('the rate counts the files before', () => {
    const { written, progress, wait } = record();
    progress(60e6, 'kern.log.1');
    wait(2000);
    progress(40e6, 'kern.log');
    expect(written[0]).toContain('kern.log  40 MB of 100 MB  50 MB/s');
  });

  test.each([
    ['not a terminal', { showsProgress: false }],
    ['--quiet', { quiet: true }],
  ])('never with %s', (_case, settings) => {
    const { written, progress, wait } = record(settings);
    wait(5000);
    progress(1e6);
    expect(written).toEqual([]);
  });

  test('keeps to one line', () => {
    const { written, progress, wait } = record({ columns: 40 });
    wait(5000);
    progress(1e6, `/very/long${'/path'.repeat(40)}`);
    expect((written[0] ?? '').replaceAll(/[\r]|\u001b\[K/g, '').length).toBeLessThan(40);
  });
});
