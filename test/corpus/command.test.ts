import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../cli/run.ts';
import { corpusFolder } from './cases.ts';

const log = join(corpusFolder, 'oom-kill/global-3.10-dmesg/dmesg.txt');
const noise = Array.from({ length: 200 }, (_, index) => `[  ${100 + index}.000000] usb 1-1: new device\n`).join('');

let folder = '';
let cases = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'oomtrail-corpus-'));
  cases = join(folder, 'cases');
  writeFileSync(join(folder, 'dmesg.txt'), noise + readFileSync(log, 'latin1'));
  writeFileSync(join(folder, 'dmesg.txt.gz'), gzipSync(readFileSync(log)));
  writeFileSync(join(folder, 'quiet.txt'), noise);
});
afterAll(() => rmSync(folder, { recursive: true }));

const add = (name: string, file = 'dmesg.txt') =>
  run(['corpus', 'add', join(folder, file), '--to', cases, '--name', name, '--why', 'to be missed']);

/** A user's own corpus from its first case to the day on which it turns red: the way of work that the help teaches. */
describe('a corpus of a user', () => {
  it('gets a case, shortened, and refuses to overwrite it', async () => {
    const first = await add('kill');
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(first.stdout).toMatch(/oom-kill\/kill\n {2}\d+ of \d+ lines, 1 found: 1 oom-kill\n/);
    expect(readFileSync(join(cases, 'oom-kill/kill/dmesg.txt'), 'latin1')).toBe(readFileSync(log, 'latin1'));
    const again = await add('kill');
    expect(again).toMatchObject({ status: 2, stdout: '' });
    expect(again.stderr).toMatch(/exists already/);
  });

  it('takes a compressed log, and says where nothing could be left out or found', async () => {
    expect((await add('packed', 'dmesg.txt.gz')).stdout).toMatch(/\d+ lines: nothing could be left out, 1 found/);
    expect((await add('quiet', 'quiet.txt')).stdout).toMatch(/silent\/quiet\n.*nothing is found in it/);
  });

  it('passes as it was accepted', async () => {
    expect(await run(['corpus', 'run', cases])).toMatchObject({
      status: 0,
      stdout: '3 passed, 0 failed\n',
      stderr: '',
    });
  });

  it('turns red when something else is found, in every protocol, unless the field is ignored', async () => {
    const edited = join(cases, 'oom-kill/kill/dmesg.txt');
    writeFileSync(edited, readFileSync(edited, 'latin1').replaceAll('anon-rss:', 'anon-rss:1'));
    const text = await run(['corpus', 'run', cases]);
    expect(text.status).toBe(1);
    expect(text.stdout).toMatch(/^FAIL oom-kill\/kill\n.*anonRssBytes.*\n2 passed, 1 failed\n$/s);
    const tap = await run(['corpus', 'run', cases, '--format', 'tap']);
    expect(tap).toMatchObject({ status: 1 });
    expect(tap.stdout).toMatch(/^not ok 1 - oom-kill\/kill$/m);
    const junit = await run(['corpus', 'run', cases, '--format', 'junit']);
    expect(junit.stdout).toContain('tests="3" failures="1"');
    const fields = ['records', 'incidents'].flatMap((field) => ['--ignore', field]);
    expect(await run(['corpus', 'run', cases, ...fields])).toMatchObject({ status: 0 });
  });

  it('is updated loudly once, and silently when there is nothing to change', async () => {
    const first = await run(['corpus', 'update', cases]);
    expect(first.status).toBe(1);
    expect(first.stdout).toMatch(/^oom-kill\/kill\n.*\n[+] .*1 of 3 cases changed\n$/s);
    expect(await run(['corpus', 'update', cases])).toMatchObject({ status: 0, stdout: '0 of 3 cases changed\n' });
  });

  // An update may accept anything but a contradiction to what is known from elsewhere.
  it('stays red after an update where the truth says otherwise', async () => {
    const file = join(cases, 'oom-kill/kill/case.json');
    const stated = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...stated, truth: { 'records.0.victims.0.pid': 1 } }));
    await run(['corpus', 'update', cases]);
    const { status, stdout } = await run(['corpus', 'run', cases]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/truth: records\.0\.victims\.0\.pid is 1, found \d+/);
  });

  it('shows no escape sequence of a log', async () => {
    appendFileSync(
      join(cases, 'oom-kill/kill/dmesg.txt'),
      '[40300.000000] \u001b[31m\u0007x: page allocation failure: order:0, mode:0x20\n',
    );
    const { stdout } = await run(['corpus', 'run', cases]);
    expect(stdout).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
  });
});

describe('usage', () => {
  it.each([
    [['corpus', 'rnu', 'x'], /did you mean run\?/],
    [['corpus', 'run'], /corpus needs 2 arguments/],
    [['corpus', 'run', '/nonexistent'], /cannot be read as a corpus/],
    [['corpus', 'run', tmpdir(), '--format', 'tab'], /did you mean tap\?/],
    [['corpus', 'add', 'a', '--to', 'b'], /needs --to DIR, --name NAME and --why TEXT/],
    [['corpus', 'add', 'a', 'b', '--to', 'b', '--name', 'n', '--why', 'w'], /takes one LOG/],
    [['corpus', 'add', '/nonexistent', '--to', 'b', '--name', 'n', '--why', 'w'], /nonexistent/],
    [['corpus', 'add', log, '--to', 'b', '--name', '../n', '--why', 'w'], /cannot be the name of a case/],
  ])('%j ends with a sentence and 2', async (words, sentence) => {
    const { status, stdout, stderr } = await run(words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
  });
});
