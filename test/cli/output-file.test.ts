import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openOutput } from '../../src/cli/writing/output.ts';

const fresh = (): string => mkdtempSync(join(tmpdir(), 'oomtrail-output-'));

describe('a file of --output', () => {
  test('has its name only when it is whole, and no half file stays beside it', async () => {
    const folder = fresh();
    const path = join(folder, 'report.md');
    writeFileSync(path, 'before');
    const out = openOutput(path);
    await out.write('after');
    expect(readFileSync(path, 'utf8')).toBe('before');
    await out.end();
    expect(readFileSync(path, 'utf8')).toBe('after');
    expect(readdirSync(folder)).toEqual(['report.md']);
  });

  test('keeps the mode of the file that was there', async () => {
    const path = join(fresh(), 'report.md');
    writeFileSync(path, 'before');
    chmodSync(path, 0o640);
    const out = openOutput(path);
    await out.write('after');
    await out.end();
    expect(statSync(path).mode & 0o7777).toBe(0o640);
  });

  test('is new with the mode asked for', async () => {
    const path = join(fresh(), 'names.json');
    const out = openOutput(path, 0o600);
    await out.write('{}');
    await out.end();
    expect(statSync(path).mode & 0o7777).toBe(0o600);
  });

  test.each(['there', 'not there yet'])('follows a symbolic link to a file that is %s', async (state) => {
    const folder = fresh();
    const [target, link] = [join(folder, 'target.md'), join(folder, 'link.md')];
    if (state === 'there') writeFileSync(target, 'before');
    symlinkSync(target, link);
    const out = openOutput(link);
    await out.write('after');
    await out.end();
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe('after');
  });

  test('stays one file under all its names', async () => {
    const folder = fresh();
    const [path, other] = [join(folder, 'one.md'), join(folder, 'other.md')];
    writeFileSync(path, 'before');
    linkSync(path, other);
    const out = openOutput(path);
    await out.write('after');
    await out.end();
    expect(readFileSync(other, 'utf8')).toBe('after');
  });

  test('stays as it was where nothing is written', async () => {
    const path = join(fresh(), 'report.md');
    writeFileSync(path, 'before');
    await openOutput(path).end();
    expect(readFileSync(path, 'utf8')).toBe('before');
  });
});

describe('what cannot be written', () => {
  test('a missing folder is said before anything is read', () => {
    const folder = join(fresh(), 'missing');
    expect(() => openOutput(join(folder, 'x.md'))).toThrow(
      expect.objectContaining({
        message: `cannot write ${folder}/x.md: there is no directory ${folder}`,
        hint: 'Make it first.',
        exitCode: 2,
      }),
    );
  });

  test('a folder is no file', () => {
    const folder = join(fresh(), 'folder');
    mkdirSync(folder);
    expect(() => openOutput(folder)).toThrow(`cannot write ${folder}: it is a directory`);
  });

  test('a full device is written directly, and says so', async () => {
    const out = openOutput('/dev/full');
    await expect(
      (async () => {
        await out.write('text');
        await out.end();
      })(),
    ).rejects.toThrow('cannot write /dev/full: no space is left on the device');
  });
});
