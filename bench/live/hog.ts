import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import type { MemoryCgroup } from './memory-cgroup.ts';

/** Holds so much memory in a cgroup until it is ended: with its limit near, `live` takes memory for tight. */
export async function holdMemory(cgroup: MemoryCgroup, bytes: number): Promise<ChildProcess> {
  const script = `process.stdin.once('data', () => {
    globalThis.held = Buffer.alloc(${bytes}, 1);
    process.stdout.write('held');
  }); setInterval(() => {}, 1e6)`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (child.pid !== undefined) cgroup.add(child.pid);
  child.stdin.write('hold\n');
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => {
      throw new Error('its cgroup does not give so much');
    }),
  ]);
  return child;
}

/** `tail /dev/zero` looks for a newline that never comes, and takes all memory that its cgroup gives. Resolves when it was killed. */
export async function overrun(cgroup: MemoryCgroup): Promise<{ readonly pid: number; readonly signal: string | null }> {
  // It must be in the cgroup before it takes anything.
  const child = spawn('sh', ['-c', 'read go; exec tail /dev/zero'], { stdio: ['pipe', 'ignore', 'ignore'] });
  const { pid } = child;
  if (pid === undefined) throw new Error('sh cannot be started');
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  // Whoever measures may go before others; this is one of the others.
  setPriority(pid, 0);
  cgroup.add(pid);
  child.stdin.end('go\n');
  const [, signal] = await ended;
  return { pid, signal };
}
