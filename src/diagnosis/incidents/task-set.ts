/** Distinct tasks, told apart by pid and name: of a storm of a million a few bits each. */
export interface TaskSet {
  readonly size: number;
  /** False where it is known already. */
  add(pid: number | null, comm: string | null): boolean;
  /** How many have each name. */
  counts(): ReadonlyMap<string | null, number>;
}

export function createTaskSet(): TaskSet {
  const names = new Map<string | null, { readonly pids: PidSet; count: number }>();
  let size = 0;
  return {
    get size() {
      return size;
    },
    add(pid, comm) {
      const name = names.get(comm) ?? { pids: createPidSet(), count: 0 };
      if (!name.pids.add(pid ?? -1)) return false;
      name.count += 1;
      size += 1;
      names.set(comm, name);
      return true;
    },
    counts: () => new Map([...names].map(([comm, { count }]) => [comm, count])),
  };
}

interface PidSet {
  /** False where it is in it already. */
  add(pid: number): boolean;
}

/** Linux has no larger pid (PID_MAX_LIMIT of include/linux/threads.h). */
const largestPid = 4_194_304;
const mostListed = 1000;

/** A list as long as it is short, then a bit for each pid there can be. */
function createPidSet(): PidSet {
  const few = new Set<number>();
  let bits: Uint8Array | null = null;
  return {
    add(pid) {
      if (few.has(pid)) return false;
      if (few.size < mostListed || pid < 0 || pid > largestPid) {
        few.add(pid);
        return true;
      }
      bits ??= new Uint8Array(largestPid / 8 + 1);
      const mask = 1 << (pid & 7);
      const byte = bits[pid >> 3] as number;
      bits[pid >> 3] = byte | mask;
      return (byte & mask) === 0;
    },
  };
}
