import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { hasTmux, oomtrail, openTerminal, root, type Terminal } from './tmux.ts';

const folder = mkdtempSync(join(tmpdir(), 'oomtrail-restore-'));
const demo = `${root}corpus/demo`;
let terminal: Terminal | null = null;

afterEach(() => {
  terminal?.end();
  terminal = null;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Runs a command between two looks at the modes of the terminal, by a shell without job control: one with it would put the
 * modes right itself and hide what we left behind.
 */
async function between(command: string, columns = 100, rows = 30): Promise<Terminal> {
  const script = join(folder, 'between.sh');
  writeFileSync(
    script,
    `stty -g >before\n${command}\necho "status $?"\nstty -g >after\ncmp before after && echo same modes\n`,
  );
  terminal = await openTerminal(columns, rows);
  terminal.line(`cd ${folder}; rm -f before after; clear; echo what was there; sh between.sh`);
  return terminal;
}

async function expectRestored(shown: Terminal, status: number | null): Promise<void> {
  const screen = await shown.shows(/same modes|differ/);
  expect(screen).toContain('same modes');
  expect(screen).toContain('what was there');
  if (status !== null) expect(screen).toContain(`status ${status}`);
  const flags = ['alternate_on', 'cursor_flag', 'mouse_any_flag', 'keypad_cursor_flag'];
  expect(flags.map((name) => `${name} ${shown.flag(name)}`)).toEqual([
    'alternate_on 0',
    'cursor_flag 1',
    'mouse_any_flag 0',
    'keypad_cursor_flag 0',
  ]);
}

/** Loaded before the program, in its main thread only: something that nobody expected. */
function crash(afterMs: number, how: string): string {
  const path = join(folder, 'crash.mjs');
  writeFileSync(
    path,
    `import { isMainThread } from 'node:worker_threads';\nif (isMainThread) setTimeout(() => { ${how} }, ${afterMs});\n`,
  );
  return `NODE_OPTIONS='--import ${path}'`;
}

describe.skipIf(!hasTmux())('the terminal afterwards (skipped without tmux: test/long/tui.sh installs it)', () => {
  it('is as it was after q', async () => {
    const t = await between(oomtrail(`open ${demo}`));
    await t.shows('PROCESS LEAK');
    t.keys('F2', '?', 'q', 'q');
    await expectRestored(t, 0);
  });

  it('is as it was after Ctrl-C', async () => {
    const t = await between(oomtrail(`open ${demo}`));
    await t.shows('PROCESS LEAK');
    t.keys('F2', 'C-c');
    await expectRestored(t, 130);
  });

  it.each([
    ['TERM', 143],
    ['INT', 130],
  ] as const)('is as it was after SIG%s', async (signal, status) => {
    const t = await between(oomtrail(`open ${demo}`));
    await t.shows('PROCESS LEAK');
    t.keys('F2', 'Enter');
    t.kill(signal);
    await expectRestored(t, status);
  });

  // While Ink is not loaded yet: the first frame alone holds the terminal.
  it('is as it was after SIGTERM in the first moments', async () => {
    const t = await between(oomtrail(`open ${demo}`));
    await t.shows('reading');
    t.kill('TERM');
    await expectRestored(t, null);
  });

  it.each([
    ['an exception', "throw new Error('thrown by the test')"],
    ['a rejection', "Promise.reject(new Error('thrown by the test'))"],
  ])('is as it was after %s that nobody caught, and the words about it stay', async (_, how) => {
    const t = await between(`${crash(4000, how)} ${oomtrail(`open ${demo}`)}`);
    await t.shows('PROCESS LEAK');
    await expectRestored(t, 70);
    expect(t.screen()).toContain('thrown by the test');
  });

  // A warning of Node, say: over the screens nobody could read either.
  it('shows what was written to standard error only when it is given back', async () => {
    const t = await between(`${crash(2500, "process.emitWarning('said by the test')")} ${oomtrail(`open ${demo}`)}`);
    await t.shows('PROCESS LEAK');
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(t.screen()).not.toContain('said by the test');
    t.keys('q');
    await expectRestored(t, 0);
    expect(t.screen()).toContain('said by the test');
  });

  it('is as it was while suspended, comes back whole, and is as it was at the end', async () => {
    terminal = await openTerminal(100, 30);
    const t = terminal;
    t.line(`cd ${folder}; clear; stty -g >before; echo what was there; ${oomtrail(`open ${demo}`)}`);
    await t.shows('PROCESS LEAK');
    for (let times = 0; times < 2; times++) {
      t.keys('C-z');
      await t.shows('Stopped');
      t.line('stty -g >after; cmp before after && echo same modes');
      await expectRestored(t, null);
      t.line('clear; echo what was there; fg');
      await t.shows('PROCESS LEAK');
      expect(t.flag('alternate_on')).toBe('1');
      expect(t.flag('cursor_flag')).toBe('0');
    }
    t.keys('?');
    await t.shows('[keys]');
    t.keys('q', 'q');
    await t.shows('what was there');
    t.line('stty -g >after; cmp before after && echo same modes');
    await expectRestored(t, null);
  });

  it('is as it was after being stopped and continued by another', async () => {
    const t = await between(oomtrail(`open ${demo}`));
    await t.shows('PROCESS LEAK');
    t.kill('STOP');
    t.resize(80, 24);
    t.kill('CONT');
    t.keys('Enter');
    await t.shows('evidence');
    expect(t.screen().trimEnd().split('\n').length).toBeLessThanOrEqual(24);
    t.keys('q', 'q');
    await expectRestored(t, 0);
  });

  it('is as it was after resizing through all sizes', async () => {
    const t = await between(oomtrail(`open ${demo}`));
    await t.shows('PROCESS LEAK');
    t.keys('Enter');
    for (const [columns, rows] of [
      [40, 12],
      [200, 60],
      [80, 24],
      [20, 5],
      [120, 40],
    ] as const) {
      t.resize(columns, rows);
      const shown = await t.shows(rows < 10 ? /oomtrail/ : /PROCESS LEAK|evidence/, 10);
      expect(shown.trimEnd().split('\n').length).toBeLessThanOrEqual(rows);
    }
    t.keys('q', 'q');
    await expectRestored(t, 0);
  });

  it('shows a live session, opens its incident, and is as it was after Ctrl-C', async () => {
    const log = join(folder, 'kern.log');
    const lines = readFileSync(`${demo}/kern.log`, 'utf8').split('\n');
    writeFileSync(log, `${lines.slice(0, 5).join('\n')}\n`);
    const t = await between(oomtrail('live kern.log --db live.db'));
    await t.shows('following');
    await t.shows('available');
    appendFileSync(log, lines.slice(5).join('\n'));
    await t.shows('OOM kill: mysqld');
    await t.shows('1 incident');
    t.keys('Enter');
    await t.shows('[evidence');
    t.keys('R');
    await t.shows(/written: .*\.md/);
    t.keys('3');
    await t.shows('timeline');
    t.keys('C-c');
    await expectRestored(t, 130);
  });

  it('writes lines where the screens are not wanted', async () => {
    const log = join(folder, 'lines.log');
    writeFileSync(log, readFileSync(`${demo}/kern.log`));
    const t = await between(oomtrail('live lines.log --no-tui --from-start --once 1 --no-sampler'));
    await t.shows(/OOM kill.*mysqld/);
    await expectRestored(t, 0);
  });
});
