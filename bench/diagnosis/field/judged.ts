import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Incident } from '../../../src/diagnosis/analysis.ts';
import { main } from '../../../src/main.ts';
import type { Scene } from './scene.ts';

// The program runs once in a process of its own: here it sets its handlers once a scene.
for (const emitter of [process, process.stdout, process.stderr]) emitter.setMaxListeners(0);

/** The incidents that `oomtrail analyze` finds in the files of a scene, worst first. */
export async function judgeScene({ files }: Scene): Promise<readonly Incident[]> {
  const folder = mkdtempSync(join(tmpdir(), 'scene-'));
  try {
    const input = join(folder, 'case');
    const output = join(folder, 'analysis.json');
    mkdirSync(input);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(input, name), text);
    await main(['analyze', input, '--tz', 'UTC', '--year', '2026', '--quiet', '--format', 'json', '-o', output]);
    return (JSON.parse(readFileSync(output, 'utf8')) as { readonly incidents: readonly Incident[] }).incidents;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
