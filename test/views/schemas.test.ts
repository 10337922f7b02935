import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { schemaFromType } from './schema-from-types.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const shipped = [
  ['record', 'KernelRecord', 'parsers/model/record.ts'],
  ['sample', 'SampleRow', 'src/ingest/sample-row.ts'],
  ['analysis', 'Analysis', 'src/views/view.ts'],
  ['report', 'Report', 'src/views/report/model.ts'],
] as const;

describe('the schemas that ship', () => {
  // The types are what the code holds itself to: a schema written by hand would drift from them.
  test.each(shipped)(
    'schemas/%s.json says what the type %s says (vitest -u writes it anew)',
    async (name, type, file) => {
      const schema = schemaFromType(`${root}${file}`, type, `oomtrail/${name}@1`);
      await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(`${root}schemas/${name}.json`);
    },
  );
});
