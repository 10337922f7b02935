import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const ownProcess = new URL('../../src/live/surviving/own-process.ts', import.meta.url);
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oomtrail-own-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a script of this name that makes itself small, then says who it is. */
async function run(name: string) {
  const script = join(folder, name);
  writeFileSync(
    script,
    `import { readFileSync } from 'node:fs';
     const initial = readFileSync('/proc/self/environ', 'latin1');
     const arenas = (environ) => /(?:^|\\0)MALLOC_ARENA_MAX=(\\d+)/.exec(environ)?.[1] ?? null;
     const { staySmall } = await import(${JSON.stringify(pathToFileURL(ownProcess.pathname).href)});
     staySmall();
     console.log(JSON.stringify({
       pid: process.pid, args: process.argv.slice(2), arenas: arenas(initial), forHooks: process.env.MALLOC_ARENA_MAX ?? null,
     }));`,
  );
  const { MALLOC_ARENA_MAX: _none, ...env } = process.env;
  const child = spawn(process.execPath, [script, 'live', 'a b'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { ...JSON.parse(out), errors, sameProcess: JSON.parse(out).pid === child.pid };
}

/** A service manager and whoever sends signals know the process by its number. */
test('the program takes its own place once, silently, with its arguments, and hooks are not concerned', async () => {
  expect(await run('oomtrail.js')).toMatchObject({
    sameProcess: true,
    args: ['live', 'a b'],
    arenas: '1',
    forHooks: null,
    errors: '',
  });
});

/** Tests and other programs that use this code must not be begun anew. */
test('another program stays as it is', async () => {
  expect(await run('another.mjs')).toMatchObject({ sameProcess: true, arenas: null, errors: '' });
});
