import { describe, it } from 'vitest';
import { logs } from './cases.ts';
import { createTrial, laws } from './laws.ts';

/** A golden says what is right for one log; a law is right for all, those of the field included. */
describe.each(logs.map((log) => [log.name, log] as const))('%s', (_name, log) => {
  it.each(Object.entries(laws))('%s', async (_law, law) => {
    const breaches: string[] = [];
    for await (const breach of law(await createTrial(log.name, log.bytes(), log.facts))) breaches.push(breach);
    if (breaches.length > 0) throw new Error([log.path, ...breaches.slice(0, 10)].join('\n'));
  });
});
