import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { sleep } from './live-process.ts';

/** systemd's journal daemon with a journal of its own, in a mount namespace of its own: that of the machine sees nothing of it. */
export interface Journald {
  /** Words before a command that let it see this journal instead of the machine's. */
  readonly prefix: readonly string[];
  /** Writes lines, in this order, as a program of that name. */
  write(text: string): Promise<void>;
  /** `journalctl` with these words. */
  control(...words: string[]): string;
  stop(): Promise<void>;
}

const program = ['/usr/lib/systemd/systemd-journald', '/lib/systemd/systemd-journald'].find((path) => existsSync(path));
/** One of those whose messages `live` asks for; its lines need no ring of the kernel, which is everybody's. */
const identifier = 'earlyoom';
const config = [
  '[Journal]',
  'Storage=volatile',
  'RateLimitIntervalSec=0',
  'ReadKMsg=no',
  'Audit=no',
  'ForwardToWall=no',
  'RuntimeMaxUse=512M',
].join('\\n');

export function journaldMissing(): string | null {
  if (program === undefined) return 'systemd-journald is not installed (Debian: apt-get install systemd)';
  if (process.getuid?.() !== 0) return 'it needs root, for a mount namespace';
  return null;
}

export async function startJournald(): Promise<Journald> {
  const setUp = `mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/journald.conf.d /run/systemd/journal /run/log/journal && printf '${config}\\n' >/run/systemd/journald.conf.d/fault.conf && exec ${program}`;
  const daemon = spawn('unshare', ['-m', '--propagation', 'private', 'sh', '-c', setUp], { stdio: 'ignore' });
  const { pid } = daemon;
  if (pid === undefined) throw new Error('unshare cannot be started');
  const prefix = ['nsenter', '-t', String(pid), '-m', '--'];
  const [first = '', ...words] = prefix;
  const control = (...more: string[]): string =>
    execFileSync(first, [...words, 'journalctl', '--no-pager', ...more], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  await untilReady(control);
  let writer: ChildProcess | null = null;

  return {
    prefix,
    control,
    async write(text) {
      // It ends with its standard input; its lines are in the journal's socket by then.
      writer = spawn(first, [...words, 'systemd-cat', '-t', identifier], { stdio: ['pipe', 'ignore', 'ignore'] });
      const ended = once(writer, 'exit');
      writer.stdin?.end(text);
      await ended;
    },
    async stop() {
      const ended = once(daemon, 'exit');
      daemon.kill('SIGTERM');
      await ended;
    },
  };
}

async function untilReady(control: (...words: string[]) => string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    await sleep(100);
    try {
      if (control('-n', '1', '-o', 'cat') !== '') return;
    } catch {
      // Not yet.
    }
  }
  throw new Error('systemd-journald did not begin');
}
