import { expect, test } from 'vitest';
import { KnownError } from '../../../src/errors.ts';
import { createTranscriber, tellAgain } from '../../../src/ingest/beside/transcript.ts';
import type { Sink } from '../../../src/ingest/sink.ts';

/** Whether a file was read to its end is told by the problems with its path: another thread may not lose it. */
test('a problem comes out of another thread as it went in', async () => {
  const { sink, transcript } = createTranscriber(false);
  const problem = new KnownError('a.gz: cut', { exitCode: 3, hint: 'Copy it again.', path: 'a.gz' });
  sink.problem(problem);
  const heard: KnownError[] = [];
  const listener: Sink = {
    record: () => {},
    sample: () => {},
    coverage: () => {},
    problem: (error) => heard.push(error),
    flush: async () => {},
  };
  await tellAgain(structuredClone(transcript()), listener, () => {});
  expect(heard.map(({ message, exitCode, hint, path }) => ({ message, exitCode, hint, path }))).toEqual([
    { message: 'a.gz: cut', exitCode: 3, hint: 'Copy it again.', path: 'a.gz' },
  ]);
});
