import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ended, launcher, repository, run, start } from './run.ts';

/** A Node that is too old for us, as many servers have it; these tests need one. */
function findOldNode(): string | null {
  for (const path of ['/usr/bin/node', '/usr/local/bin/node']) {
    if (!existsSync(path)) continue;
    const [major = 0, minor = 0] = execFileSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' })
      .split('.')
      .map(Number);
    if (major < 22 || (major === 22 && minor < 15)) return path;
  }
  return null;
}

const oldNode = findOldNode();
const title =
  oldNode === null ? 'skipped: this machine has no Node older than 22.15' : `under ${oldNode}, too old for us`;

describe.skipIf(oldNode === null)(title, () => {
  const node = oldNode ?? '';

  test("the checkout's own Node takes over, with arguments, input, output and status", async () => {
    expect((await run(['--version'], { node })).stdout).toMatch(/^oomtrail /);
    expect((await run(['check', 'corpus/demo'], { node })).status).toBe(1);
    expect((await run(['analyze', '--sinze'], { node })).status).toBe(2);
    const piped = await run(['extract', '-'], { node, input: readFileSync(`${repository}corpus/demo/kern.log`) });
    expect(JSON.parse(piped.stdout)).toMatchObject({ kind: 'oom-kill' });
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s reaches it, and its status comes back', async (signal, status) => {
    const child = start(['extract', '-'], { node });
    child.stdin?.on('error', () => {});
    child.stdin?.write(readFileSync(`${repository}corpus/demo/kern.log`, 'utf8').repeat(40));
    const end = ended(child);
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    child.kill(signal);
    expect(await end).toMatchObject({ status });
  });

  test('without an own Node: one sentence and 2, before anything is loaded', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'oomtrail-bin-'));
    mkdirSync(join(folder, 'bin'));
    const script = join(folder, 'bin', 'oomtrail.js');
    copyFileSync(launcher, script);
    copyFileSync(`${repository}package.json`, join(folder, 'package.json'));
    const { status, stdout, stderr } = await run(['demo'], { node, script, cwd: folder });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^oomtrail needs Node\.js 22\.15 or newer .*\n$/);
  });
});
