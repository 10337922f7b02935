import { describe, it } from 'vitest';
import { isNewestFirst, isWrappedAtAWidth, logs } from './cases.ts';
import { createTrial, laws } from './laws.ts';

const noise = 'unrelated lines in between change nothing';
const ofParts = new Set([
  'a record is found again from its start, and not from its end',
  'a cut log gives the first records, and at most the last one in part',
]);

/** A golden says what is right for one log; a law is right for all, those of the field included. */
describe.each(logs.map((log) => [log.name, log] as const))('%s', (_name, log) => {
  const bound = Object.entries(laws).filter(
    ([law]) => !(law === noise && isWrappedAtAWidth(log.name)) && !(ofParts.has(law) && isNewestFirst(log.name)),
  );
  it.each(bound)('%s', async (_law, law) => {
    const breaches: string[] = [];
    for await (const breach of law(await createTrial(log.name, log.bytes(), log.facts))) breaches.push(breach);
    if (breaches.length > 0) throw new Error([log.path, ...breaches.slice(0, 10)].join('\n'));
  });
});
