import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { noFacts } from '../../src/corpus/facts.ts';
import { memorySource } from '../../src/corpus/memory-source.ts';
import { learnLog, redactLog } from '../../src/corpus/redact.ts';
import { readSets } from '../../src/corpus/replay.ts';
import { createRedactor } from '../../src/redaction/index.ts';
import { isWrappedAtAWidth } from '../corpus/cases.ts';
import { originalsIn, survivors } from './originals.ts';

const root = fileURLToPath(new URL('../../corpus', import.meta.url));
const logs = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !/^(case|expected)\.json$|\.(gz|xz|zst|bz2|tar|md)$/.test(entry.name))
  .map(({ parentPath, name }) => relative(root, join(parentPath, name)));

// One name that shines through in one format is enough to tell whose machine it was: so every case, in every format.
describe('the logs of the corpus, searched for every name that they hold', () => {
  test('records as extract --redact writes them, one after the other', async () => {
    let names = 0;
    for (const log of logs) {
      const bytes = readFileSync(join(root, log));
      const { stored } = await readSets([memorySource(log, bytes)], noFacts);
      const redactor = createRedactor();
      const written = stored.map(({ record }) => {
        redactor.learnRecord(record);
        return JSON.stringify(redactor.value({ ...record, source: null, continuedIn: null }));
      });
      const originals = originalsIn(bytes.toString());
      names += originals.length;
      expect(survivors(originals, written.join('\n')), log).toEqual([]);
    }
    expect(names).toBeGreaterThan(500);
  });

  test('logs as corpus add --redact writes them, in which the same is found as before', async () => {
    for (const log of logs) {
      const bytes = readFileSync(join(root, log));
      if ((await readSets([memorySource(log, bytes)], noFacts)).stored.length === 0) continue;
      const redactor = createRedactor();
      await learnLog(redactor, log, { bytes, facts: noFacts });
      const redacting = redactLog(log, bytes, { redactor, facts: noFacts });
      // Pseudonyms change the width by which broken lines are told: refused.
      if (isWrappedAtAWidth(log)) {
        await expect(redacting, log).rejects.toThrow('with pseudonyms other things would be found');
        continue;
      }
      const redacted = await redacting;
      expect(survivors(originalsIn(bytes.toString()), redacted.toString()), log).toEqual([]);
    }
  }, 120_000);
});
