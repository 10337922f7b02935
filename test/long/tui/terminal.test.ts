import { execFileSync } from 'node:child_process';
import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { hasTmux, oomtrail, openTerminal, program, root, type Terminal } from './tmux.ts';

const folder = mkdtempSync(join(tmpdir(), 'oomtrail-tui-'));
const demo = `${root}corpus/demo`;
let terminal: Terminal | null = null;

async function open(columns: number, rows: number, words: string): Promise<Terminal> {
  terminal = await openTerminal(columns, rows);
  terminal.line(`cd ${folder}; clear; ${words}`);
  return terminal;
}

/** The shell is as it was: its own screen, a cursor, echo, and the exit status. */
async function expectShell(shown: Terminal, status: number): Promise<void> {
  await shown.shows('$');
  shown.line('clear; echo "status $?"; stty -a | tr " ;" "\\n\\n" | grep -xE "echo|icanon|isig"');
  const screen = await shown.shows(/^isig$[\s\S]*^echo$/m);
  expect(screen).toMatch(/^icanon$/m);
  expect(screen).toMatch(/^echo$/m);
  expect(shown.flag('alternate_on')).toBe('0');
  expect(shown.flag('cursor_flag')).toBe('1');
  expect(screen).toContain(`status ${status}`);
}

/** A log of so many MiB around the demo's report. */
function bigLog(megabytes: number): string {
  const path = join(folder, `big-${megabytes}.log`);
  const kernel = readFileSync(`${demo}/kern.log`);
  const noise = Buffer.from(
    'Jan  6 11:40:00 db01 kernel: [    1.000000] usb 1-1: new high-speed USB device number 2\n'.repeat(12_000),
  );
  const parts = Array.from({ length: megabytes }, () => noise);
  writeFileSync(path, Buffer.concat([...parts.slice(0, megabytes / 2), kernel, ...parts.slice(megabytes / 2), kernel]));
  return path;
}

afterEach(() => {
  terminal?.end();
  terminal = null;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasTmux())('in a real terminal (skipped without tmux: test/long/tui.sh installs it)', () => {
  it('opens demo, walks every screen, and leaves the shell as it was', async () => {
    const t = await open(100, 30, `echo before; ${oomtrail('demo')}`);
    await t.shows('PROCESS LEAK');
    expect(t.flag('alternate_on')).toBe('1');
    expect(t.flag('cursor_flag')).toBe('0');
    t.keys('Enter');
    await t.shows('evidence');
    t.keys('Tab', 'Tab');
    t.keys('Left', 'Left', 'z');
    t.keys('Enter');
    await t.shows('[proof]');
    t.keys('1');
    await t.shows('[log]');
    t.keys('Escape', '3');
    await t.shows('✖ kill');
    t.keys('4');
    await t.shows('Nothing is being watched');
    t.keys('5');
    await t.shows('kern.log');
    t.keys('?');
    await t.shows('[keys]');
    t.keys('q', '1');
    await t.shows('1/1');
    t.keys('q');
    await t.shows('before');
    await expectShell(t, 0);
  });

  it('filters, searches and answers SQL', async () => {
    const t = await open(100, 30, oomtrail(demo));
    await t.shows('PROCESS LEAK');
    t.keys('f', 'k', 'i', 'n', 'd', ':', 'h', 'u', 'n', 'g');
    await t.shows('no incident fits');
    t.keys('Escape');
    await t.shows('PROCESS LEAK');
    t.keys(';');
    t.keys('-l', 'select comm from victim');
    t.keys('Enter');
    expect(await t.shows('rows,')).toContain('mysqld');
    t.keys('Escape', ';');
    t.keys('-l', ' ; drop table x');
    t.keys('Enter');
    await t.shows(/SQL|one statement|read/);
    t.keys('Escape', 'Enter');
    await t.shows('evidence');
    t.keys('v');
    await t.shows('> ');
    t.keys('/');
    t.keys('-l', 'Killed process');
    t.keys('Enter');
    await t.shows('Killed process 254');
  });

  // A key that waits for the reading to end is a key that is not answered.
  it('answers keys and a new size while it reads, and SIGTERM gives the terminal back', async () => {
    const log = bigLog(600);
    const t = await open(100, 30, `echo before; ${oomtrail(log)}; echo "status $?"`);
    await t.shows('reading');
    t.keys('5');
    await t.shows('files', 5);
    t.resize(60, 16);
    await t.shows(/files/, 5);
    expect(t.screen().trimEnd().split('\n').length).toBeLessThanOrEqual(16);
    t.resize(120, 40);
    t.keys('?');
    await t.shows('[keys]', 5);
    t.kill('TERM');
    await t.shows('status 143');
    expect(t.screen()).toContain('before');
    expect(t.flag('alternate_on')).toBe('0');
    expect(t.flag('cursor_flag')).toBe('1');
  });

  it('ends at once by Ctrl-C, with its status', async () => {
    const t = await open(80, 24, `${oomtrail(demo)}; echo "status $?"`);
    await t.shows('PROCESS LEAK');
    t.keys('C-c');
    await t.shows('status 130');
    await expectShell(t, 0);
  });

  it('goes to the shell by Ctrl-Z and comes back by fg', async () => {
    const t = await open(80, 24, oomtrail(demo));
    await t.shows('PROCESS LEAK');
    t.keys('C-z');
    await t.shows('Stopped');
    expect(t.flag('alternate_on')).toBe('0');
    expect(t.flag('cursor_flag')).toBe('1');
    t.line('fg');
    await t.shows('PROCESS LEAK');
    expect(t.flag('alternate_on')).toBe('1');
    t.keys('Enter');
    await t.shows('evidence');
    t.keys('q', 'q');
    await expectShell(t, 0);
  });

  it('reads a pipe and takes keys from the terminal; the lines of the pipe can be seen again', async () => {
    const t = await open(100, 30, `cat ${demo}/kern.log | ${oomtrail('-')}; echo "status $?"`);
    await t.shows('1 incident');
    t.keys('Enter');
    await t.shows('evidence');
    t.keys('v', 'Enter');
    await t.shows('invoked oom-killer');
    t.keys('q', 'q', 'q');
    await t.shows('status 0');
  });

  it('opens a saved timeline and does not change it', async () => {
    const db = join(folder, 'saved.db');
    execFileSync(process.execPath, [program, 'import', demo, '--db', db]);
    const before = readFileSync(db);
    const t = await open(100, 30, oomtrail(db));
    await t.shows('PROCESS LEAK');
    t.keys('Enter');
    await t.shows('evidence');
    t.keys('q', 'q');
    await expectShell(t, 0);
    expect(readFileSync(db).equals(before)).toBe(true);
  });

  it('hands out: a reference to the clipboard, a report, and the marked incidents under a name that is typed', async () => {
    const t = await open(100, 30, oomtrail(demo));
    await t.shows('1 incident');
    t.keys('y');
    await t.shows('copied');
    expect(t.clipboard()).toMatch(/kern\.log:\d+$/);
    t.keys('R');
    const [, path = ''] = /written: (\S+)/.exec(await t.shows(/written: \S+\.md/)) ?? [];
    expect(readFileSync(path, 'utf8')).toContain('agentd');
    t.keys('Space', 'o');
    await t.shows(':export oomtrail-1-incident.md');
    t.keys('C-w');
    t.keys('-l', 'marked.jsonl');
    t.keys('Enter');
    await t.shows(/written: \S+marked\.jsonl/);
    expect(JSON.parse(readFileSync(join(folder, 'marked.jsonl'), 'utf8')).host).toBe('db01');
    t.keys(':');
    t.keys('-l', 'clock db01 +3.2s');
    t.keys('Enter');
    await t.shows('db01: clock +3.2 s on all screens');
    t.keys('3');
    await t.shows(/ {2}clock \+3\.2 s/);
    t.keys(':');
    t.keys('-l', 'report /nowhere/x.md');
    t.keys('Enter');
    await t.shows('there is no directory /nowhere');
    t.keys('q', 'q');
    await expectShell(t, 0);
  });

  // A log is written by whoever can write to it.
  it('obeys nothing that stands in a log', async () => {
    const hostile = join(folder, 'hostile.log');
    copyFileSync(`${demo}/kern.log`, hostile);
    const evil = '\u001b]0;owned\u0007\u001b[31;5mevil\u001b[2J\u001b[?1049l\u009b31m\u202eevil';
    const text = readFileSync(hostile, 'latin1').replaceAll(
      'mysqld',
      `my${Buffer.from('\u001b[5m').toString('latin1')}d`,
    );
    writeFileSync(hostile, `${text}Jan  6 11:57:43 db01 kernel: [   90.000000] ${evil}\n`);
    const t = await open(100, 30, oomtrail(hostile));
    await t.shows('1 incident');
    t.keys('Enter');
    await t.shows('evidence');
    t.keys('v', 'Enter', 'G');
    await t.shows('\\x1b');
    expect(t.flag('pane_title')).not.toContain('owned');
    expect(t.flag('alternate_on')).toBe('1');
    expect(t.screen(true)).not.toContain('\u001b[5m');
  });

  // The session has a thread of its own: keys are answered whatever it does.
  it('answers keys while a storm of kills is followed', async () => {
    const path = join(folder, 'storm.log');
    writeFileSync(path, '');
    const t = await open(100, 30, oomtrail(`live ${path} --no-sampler`));
    await t.shows('last events');
    for (let round = 0; round < 20; round++) {
      const kills = Array.from({ length: 200 }, (_, index) => {
        const pid = 1000 + round * 200 + index;
        return `${new Date().toISOString()} db01 kernel: [${pid}.000000] Out of memory: Killed process ${pid} (worker) total-vm:2000kB, anon-rss:1000kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:40kB oom_score_adj:0\n`;
      });
      appendFileSync(path, kills.join(''));
      t.keys('5');
      await t.shows('oomtrail files');
      t.keys('4');
      await t.shows('last events');
    }
    await t.shows('4,000 records stored');
    t.keys('1');
    await t.shows('OOM host');
    t.keys('4', 'q');
    await expectShell(t, 0);
  });

  it('keeps the selection visible without colours', async () => {
    const t = await open(80, 24, `NO_COLOR=1 ${oomtrail(demo)}`);
    await t.shows('PROCESS LEAK');
    const styled = t.screen(true);
    expect(styled).toMatch(/\u001b\[(?:\d+;)*7m/);
    expect(styled).not.toMatch(/\u001b\[[\d;]*3[1-7]m/);
  });
});
