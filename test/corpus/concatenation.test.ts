import { expect, it } from 'vitest';
import { type CaseLog, isWrappedAtAWidth, logs } from './cases.ts';
import { createTrial, factsOf, type Trial } from './laws.ts';

/** Logs whose last record could go on: behind a cut one the next log is a continuation like any other. */
const isWhole = ({ records }: Trial): boolean => records.every(({ complete }) => complete);

async function pairs(): Promise<(readonly [name: string, first: Trial, second: Trial, log: CaseLog])[]> {
  const byFormat = new Map<string | null, { log: CaseLog; trial: Trial }[]>();
  for (const log of logs) {
    const bytes = log.bytes();
    if (bytes.at(-1) !== 0x0a || isWrappedAtAWidth(log.name)) continue;
    const trial = await createTrial(log.name, bytes, log.facts);
    if (isWhole(trial)) byFormat.set(trial.format, [...(byFormat.get(trial.format) ?? []), { log, trial }]);
  }
  return [...byFormat.values()].flatMap((same) =>
    same.slice(1).flatMap(({ log, trial }, index) => {
      const before = same[index];
      return before ? [[`${before.log.name} + ${log.name}`, before.trial, trial, log] as const] : [];
    }),
  );
}

/** `cat kern.log* | oomtrail -` is how people feed archives: a record may not leak into the log behind it. */
it.each(await pairs())('%s', async (name, first, second, log) => {
  const both = await createTrial(name, Buffer.concat([first.bytes, second.bytes]), log.facts);
  expect(both.records.map(factsOf)).toEqual([...first.records, ...second.records].map(factsOf));
});
