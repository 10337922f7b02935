import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A memory cgroup of our own, in whichever hierarchy counts memory here. Needs root. */
export interface MemoryCgroup {
  readonly version: 1 | 2;
  /** As /proc/PID/cgroup names it. */
  readonly path: string;
  add(pid: number): void;
  /** Words before a command that put it into the cgroup before it has taken anything. */
  readonly prefix: readonly [program: string, ...args: string[]];
  readonly usageBytes: number;
  readonly kills: number;
  remove(): void;
}

const mount = '/sys/fs/cgroup';

export function createMemoryCgroup(name: string, limitBytes: number): MemoryCgroup {
  const version = existsSync(`${mount}/memory/memory.usage_in_bytes`) ? 1 : 2;
  const folder = version === 1 ? `${mount}/memory/${name}` : `${mount}/${name}`;
  mkdirSync(folder);
  const file = (leaf: string): string => join(folder, leaf);
  const read = (leaf: string): string => readFileSync(file(leaf), 'latin1');
  writeFileSync(file(version === 1 ? 'memory.limit_in_bytes' : 'memory.max'), String(limitBytes));
  return {
    version,
    path: `/${name}`,
    add: (pid) => writeFileSync(file('cgroup.procs'), String(pid)),
    prefix: ['sh', '-c', 'echo $$ >"$0"; exec "$@"', file('cgroup.procs')],
    get usageBytes() {
      return Number(read(version === 1 ? 'memory.usage_in_bytes' : 'memory.current'));
    },
    get kills() {
      return Number(/^oom_kill (\d+)$/m.exec(read(version === 1 ? 'memory.oom_control' : 'memory.events'))?.[1] ?? 0);
    },
    remove() {
      try {
        rmdirSync(folder);
      } catch {
        // Who was killed has not left it yet: it stays, empty, and what was measured is printed.
      }
    },
  };
}
