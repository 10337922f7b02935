import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '../../src/cli/command.ts';
import { isCommandName } from '../../src/cli/commands/index.ts';
import { examineMachine } from '../../src/cli/reading/machine.ts';
import { parseWords } from '../../src/cli/words/args.ts';
import { resolvePlan } from '../../src/cli/words/resolve-plan.ts';
import { KnownError } from '../../src/errors.ts';
import { repository } from './run.ts';

const bootMs = Date.parse('2026-06-01T00:00:00Z');
const killLine =
  'Out of memory: Killed process 254 (mysqld) total-vm:84884kB, anon-rss:81768kB, file-rss:716kB, shmem-rss:0kB, UID:0 pgtables:204kB oom_score_adj:0';

/** A machine made of a folder: its log files, its ring buffer, and its journalctl. */
let folder = '';
let path: string | undefined;
let told: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oomtrail-machine-'));
  mkdirSync(join(folder, 'log'));
  mkdirSync(join(folder, 'bin'));
  path = process.env.PATH;
  process.env.PATH = join(folder, 'bin');
  told = [];
});

afterEach(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true, force: true });
});

const log = (name: string, text: string): void => writeFileSync(join(folder, 'log', name), text);
const ring = (text: string): void => writeFileSync(join(folder, 'kmsg'), text);

/** `script` stands in for journalctl; it finds its arguments in "$*". */
function journalctl(script: string): void {
  const file = join(folder, 'bin', 'journalctl');
  writeFileSync(file, `#!/bin/sh\nPATH=/usr/bin:/bin\necho "$*" > ${folder}/arguments\n${script}\n`);
  chmodSync(file, 0o755);
}

async function examine(...argv: string[]) {
  const words = parseWords(['why', '--tz', 'UTC', ...argv], isCommandName);
  const plan = await resolvePlan(words, ['text', 'json', 'jsonl'], {
    env: {},
    nowMs: Date.parse('2026-06-02T00:00:00Z'),
    bootMs,
    machineZone: 'UTC',
    stdinIsTerminal: true,
    stdoutIsTerminal: false,
    stdoutColumns: null,
  });
  const context: Context = {
    out: { write: async () => {}, end: async () => {} },
    notices: {
      problem: ({ message }) => void told.push(message),
      hint: () => {},
      progress: () => {},
      close: () => {},
      clear: () => {},
    },
    env: {},
    nowMs: Date.now,
    interrupt: new AbortController().signal,
    commands: async () => [],
  };
  return examineMachine({ plan, context }, { folder: join(folder, 'log'), ringBuffer: join(folder, 'kmsg') });
}

async function refusal(...argv: string[]): Promise<KnownError> {
  const error = await examine(...argv).catch((thrown: unknown) => thrown);
  if (error instanceof KnownError) return error;
  throw new Error('it answered');
}

const denied = 'echo "Hint: You are currently not seeing messages from other users and the system." >&2';

describe('silence is a "no" only where something was seen', () => {
  test('a machine without any log: cannot say, 2, and what is missing', async () => {
    const error = await refusal();
    expect(error.exitCode).toBe(2);
    expect(error.message).toMatch(/^cannot say/);
    expect(error.message).toContain('journalctl is not installed');
    expect(error.message).toContain('no kern.log, syslog or messages');
  });

  test('a journal that hides the system, and nothing else: cannot say, 4', async () => {
    journalctl(denied);
    const error = await refusal();
    expect(error.exitCode).toBe(4);
    expect(told).toEqual(["the journal's system messages cannot be read: permission denied"]);
  });

  test('a journal that shows only the user: what it shows is not all there is', async () => {
    const own =
      '{"__REALTIME_TIMESTAMP":"1767680861972167","_TRANSPORT":"stdout","MESSAGE":"hello","_HOSTNAME":"db01"}';
    journalctl(`echo '${own}'\n${denied}`);
    expect((await refusal()).exitCode).toBe(4);
  });

  test('an empty journal and nothing else: cannot say', async () => {
    journalctl('exit 0');
    expect((await refusal()).message).toMatch(/^cannot say/);
  });

  test('a journal without permission beside a readable kern.log: no incident, and nobody is bothered', async () => {
    journalctl(denied);
    log('kern.log', 'Jun  1 10:00:00 db01 kernel: [   88.624592] usb 1-1: new device\n');
    const { analysis, reading } = await examine();
    expect([...analysis.incidents]).toEqual([]);
    expect(reading.problems).toEqual([]);
    expect(told).toEqual([]);
  });
});

describe('where incidents are found', () => {
  test('in the journal, which is asked for the kernel of all boots and since the time named', async () => {
    journalctl(`cat ${repository}corpus/demo/journal.json`);
    const { analysis } = await examine('--since', '2026-01-01');
    expect([...analysis.incidents]).toMatchObject([{ host: 'db01', victims: [{ comm: 'mysqld' }] }]);
    const typed = readFileSync(join(folder, 'arguments'), 'utf8');
    expect(typed).toContain('_TRANSPORT=kernel');
    expect(typed).toContain('--since=@1767225600');
    expect(typed).not.toMatch(/(?:^| )-[bk]\b/);
  });

  test('in rotated files of /var/log, and in no other file there', async () => {
    log('kern.log.1', `Jun  1 10:00:00 db01 kernel: [   88.656946] ${killLine}\n`);
    log('postgresql.log', `Jun  1 11:00:00 db01 kernel: [   99.656946] ${killLine.replaceAll('254', '999')}\n`);
    const { analysis } = await examine('--since', '2020-01-01');
    expect([...analysis.incidents].flatMap(({ victims }) => victims.map(({ pid }) => pid))).toEqual([254]);
  });

  test("in the ring buffer, with this machine's boot for a clock", async () => {
    ring(`6,1,90000000,-;usb 1-1: new device\n3,2,3600500000,-;${killLine}\n`);
    const { analysis } = await examine();
    expect([...analysis.incidents]).toMatchObject([{ start: '2026-06-01T01:00:00.500000Z', timeBasis: 'inferred' }]);
    expect(analysis.notes.join()).toContain('begins 1 min 30 s after boot');
    expect([...(await examine('--since', '2026-06-01T02:00:00Z')).analysis.incidents]).toEqual([]);
  });

  test('a log that begins after the time asked for is said to', async () => {
    log('kern.log', 'Jun  1 10:00:00 db01 kernel: [   88.624592] usb 1-1: new device\n');
    const { analysis } = await examine('--since', '2025-01-01');
    expect(analysis.notes.join()).toContain('begin after the time asked for');
  });
});
