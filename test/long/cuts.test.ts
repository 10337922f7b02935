import { it } from 'vitest';
import { isNewestFirst, logs } from '../corpus/cases.ts';
import { createTrial, cutLaw } from '../corpus/laws.ts';

/** The short run cuts each log at places spread over it; this one after every line. */
const fromTheirBegin = logs.filter(({ name }) => !isNewestFirst(name));
it.each(fromTheirBegin.map((log) => [log.name, log] as const))('%s cut after every line', async (_name, log) => {
  const breaches: string[] = [];
  const law = cutLaw(Number.POSITIVE_INFINITY);
  for await (const breach of law(await createTrial(log.name, log.bytes(), log.facts))) breaches.push(breach);
  if (breaches.length > 0) throw new Error([log.path, ...breaches.slice(0, 10)].join('\n'));
});
