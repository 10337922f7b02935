import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const depcruise = resolve('node_modules/.bin/depcruise');
const config = resolve('test/layers.config.mjs');

/** A tree of one importing and one imported file, in the same folders as ours. */
function plant(importer: string, imported: string): string {
  const root = mkdtempSync(join(tmpdir(), 'oomtrail-layers-'));
  for (const folder of ['src', 'parsers']) mkdirSync(join(root, folder));
  for (const file of [importer, imported]) mkdirSync(join(root, file, '..'), { recursive: true });
  const up = '../'.repeat(importer.split('/').length - 1);
  writeFileSync(join(root, imported), 'export const planted = 1;\n');
  writeFileSync(join(root, importer), `export { planted } from '${up}${imported}';\n`);
  writeFileSync(join(root, 'package.json'), '{"type":"module"}\n');
  cpSync('tsconfig.json', join(root, 'tsconfig.json'));
  return root;
}

describe('layers', () => {
  it('hold in the whole tree', () => {
    expect(() =>
      execFileSync(depcruise, ['--config', config, 'bin', 'src', 'parsers'], { encoding: 'utf8' }),
    ).not.toThrow();
  });

  it.each([
    ['parsers/records/planted.ts', 'src/ingest/planted.ts', 'parsers-stand-alone'],
    ['src/diagnosis/planted.ts', 'src/store/planted.ts', 'diagnosis-is-pure'],
    ['src/views/planted.ts', 'src/sources/planted.ts', 'views-are-pure'],
    ['src/scan/planted.ts', 'parsers/planted.ts', 'scan-stands-alone'],
    ['src/store/planted.ts', 'src/cli/planted.ts', 'store-below-cli'],
    ['src/ingest/planted.ts', 'src/store/planted.ts', 'ingest-knows-no-store'],
    ['src/sources/planted.ts', 'src/ingest/planted.ts', 'sources-give-bytes'],
    ['src/corpus/planted.ts', 'src/cli/planted.ts', 'below-the-commands'],
    ['src/live/planted.ts', 'src/cli/planted.ts', 'below-the-commands'],
    ['src/tui/engine/planted.ts', 'src/cli/planted.ts', 'below-the-commands'],
    ['src/live/planted.ts', 'src/tui/planted.ts', 'below-the-screens'],
    ['src/tui/planted.ts', 'src/ingest/planted.ts', 'screens-never-parse'],
  ])('turn red when %s imports %s', (importer, imported, rule) => {
    const root = plant(importer, imported);
    try {
      const run = spawnSync(depcruise, ['--config', config, 'src', 'parsers'], { cwd: root, encoding: 'utf8' });
      expect(run.status).not.toBe(0);
      expect(run.stdout).toContain(rule);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
