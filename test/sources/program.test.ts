import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KnownError } from '../../src/errors.ts';
import { byteReader } from '../../src/sources/byte-reader.ts';
import { journalEntries } from '../../src/sources/journal.ts';
import { isInstalled, programOutput } from '../../src/sources/program.ts';
import { collect, folder, reader, untilThrown } from './collect.ts';

// Stand-ins on the PATH, so that this is tested where systemd is not.
let base = '';
const before = process.env.PATH;
const script = (name: string, body: string) => {
  writeFileSync(join(base, name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(base, name), 0o755);
};
beforeEach(async () => {
  base = await folder();
  process.env.PATH = `${base}:${before}`;
});
afterEach(() => {
  process.env.PATH = before;
});

test('the output of a program, in large chunks', async () => {
  script('talk', 'i=0; while [ $i -lt 300 ]; do echo "line $i"; i=$((i+1)); done');
  let chunks = 0;
  for await (const chunk of programOutput('talk', [], null)) {
    chunks++;
    expect(Buffer.from(chunk).toString().split('\n')).toHaveLength(301);
  }
  expect(chunks).toBe(1);
});

test('arguments reach the program as they are: no shell reads them', async () => {
  script('talk', 'printf "%s|" "$@"');
  const { bytes } = await untilThrown(programOutput('talk', ['$(id)', 'a b', '*'], null));
  expect(bytes.toString()).toBe('$(id)|a b|*|');
});

test('a complaint comes after what was readable', async () => {
  script('talk', 'echo good; echo "it broke" >&2; exit 3');
  const { bytes, error } = await untilThrown(programOutput('talk', [], null));
  expect(bytes.toString()).toBe('good\n');
  expect(error).toBeInstanceOf(KnownError);
  expect(error?.message).toBe('talk: it broke');
});

test('a program that says nothing and one that is killed', async () => {
  script('mute', 'exit 7');
  script('dying', 'kill -9 $$');
  expect((await untilThrown(programOutput('mute', [], null))).error?.message).toBe('mute: status 7');
  expect((await untilThrown(programOutput('dying', [], null))).error?.message).toBe('dying: status SIGKILL');
  expect((await untilThrown(programOutput('no-such-program', [], null))).error?.message).toContain('ENOENT');
});

// EPIPE must neither crash nor hang: xz stops reading when its input is damaged.
test('a program that stops reading its input', async () => {
  script('picky', 'head -c 10 >/dev/null; echo "not for me" >&2; exit 1');
  const { error } = await untilThrown(programOutput('picky', [], reader(Buffer.alloc(5_000_000, 'x'))));
  expect(error?.message).toBe('picky: not for me');
});

test('trouble of the input is told rather than what the program makes of it', async () => {
  async function* cut() {
    yield Buffer.from('head\n');
    throw new KnownError('the disk is gone');
  }
  script('copy', 'cat; echo "input ended" >&2; exit 1');
  const { bytes, error } = await untilThrown(programOutput('copy', [], byteReader(cut())));
  expect(bytes.toString()).toBe('head\n');
  expect(error?.message).toBe('the disk is gone');
});

test('a caller that stops early ends the program', async () => {
  script('endless', `echo $$ > ${base}/pid; exec yes`);
  for await (const _ of programOutput('endless', [], null)) break;
  const pid = Number(readFileSync(join(base, 'pid'), 'utf8'));
  expect(() => process.kill(pid, 0)).toThrow();
});

test('what is on the PATH', async () => {
  script('present', '');
  writeFileSync(join(base, 'not-executable'), '');
  expect(await isInstalled('present')).toBe(true);
  expect(await isInstalled('absent-program')).toBe(false);
  if (process.getuid?.() !== 0) expect(await isInstalled('not-executable')).toBe(false);
});

test('a journal is read through journalctl, fields of any length included', async () => {
  script('journalctl', 'printf "%s\\n" "$@"');
  const journal = join(base, 'system.journal');
  writeFileSync(journal, 'LPKSHHRH');
  const { bytes, problems } = await collect(journal);
  expect(problems).toEqual([]);
  expect(bytes.get(journal)?.toString().split('\n')).toEqual(
    expect.arrayContaining(['--output=json', '--all', '--quiet', `--file=${journal}`]),
  );
});

test('a damaged journal: the entries before, and what to do', async () => {
  script('journalctl', `echo '{"MESSAGE":"x"}'; echo "Bad message" >&2; exit 1`);
  const { bytes, error } = await untilThrown(journalEntries('x.journal'));
  expect(bytes.toString()).toBe('{"MESSAGE":"x"}\n');
  expect(error).toMatchObject({
    message: 'journalctl: Bad message',
    hint: expect.stringContaining('journalctl -o json'),
  });
});

test('without journalctl or xz: the command to run elsewhere, once for a folder', async () => {
  const logs = await folder();
  for (const name of ['a.journal', 'b.journal']) writeFileSync(join(logs, name), 'LPKSHHRH');
  writeFileSync(join(logs, 'kern.log.xz'), Buffer.from('\xfd7zXZ\0\0\x04', 'latin1'));
  vi.stubEnv('PATH', base);
  const { sets, problems } = await collect(logs);
  vi.unstubAllEnvs();
  expect(sets).toEqual([]);
  expect(problems.map(({ message, hint, exitCode }) => [message, hint, exitCode])).toEqual([
    [
      `${logs}: 2 files not read: a binary journal, and journalctl is not installed here (a.journal, b.journal)`,
      'On a machine with systemd run: journalctl --file FILE -o json | oomtrail analyze -',
      3,
    ],
    [
      `${join(logs, 'kern.log.xz')}: not read: xz-compressed, and the program xz is not installed here`,
      `Install xz, or where it is: xz -dc ${join(logs, 'kern.log.xz')} | oomtrail analyze -`,
      3,
    ],
  ]);
});
