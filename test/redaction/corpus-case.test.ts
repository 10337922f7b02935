import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { noFacts } from '../../src/corpus/facts.ts';
import { memorySource } from '../../src/corpus/memory-source.ts';
import { learnLog, redactLog } from '../../src/corpus/redact.ts';
import { readSets } from '../../src/corpus/replay.ts';
import { createRedactor } from '../../src/redaction/index.ts';

const folder = fileURLToPath(new URL('../../corpus/demo', import.meta.url));

describe.each(['kern.log', 'journal.json'])('the demo as %s, redacted to be shared', (name) => {
  const bytes = readFileSync(join(folder, name));

  test('holds no host and no program of the original', async () => {
    const { stored } = await readSets([memorySource(name, bytes)], noFacts);
    const redactor = createRedactor();
    await learnLog(redactor, name, { bytes, facts: noFacts });
    const text = (await redactLog(name, bytes, { redactor, facts: noFacts })).toString();
    for (const { record } of stored) {
      const programs = record.kind === 'oom-kill' ? record.victims.map(({ comm }) => comm) : [];
      for (const original of [record.host, ...programs]) {
        if (original !== null) expect(text).not.toMatch(new RegExp(`\\b${original}\\b`));
      }
    }
  });

  // A case must show the same after redaction: that is why it was added.
  test('still gives the same records with the same numbers', async () => {
    const redactor = createRedactor();
    await learnLog(redactor, name, { bytes, facts: noFacts });
    const redacted = await redactLog(name, bytes, { redactor, facts: noFacts });
    const [before, after] = await Promise.all(
      [bytes, redacted].map((log) => readSets([memorySource(name, log)], noFacts)),
    );
    expect(after?.stored.map(({ record }) => record.kind)).toEqual(before?.stored.map(({ record }) => record.kind));
    expect(after?.stored.length).toBeGreaterThan(0);
  });
});
