import { bytesInWords } from '../../quantities.ts';
import { type Adviser, held, prevent, risen, todo } from '../advice.ts';
import { type Situation, spanInWords } from '../situation.ts';

/** Advice against programs that take too much: leaks, spikes, crowds. */

/** What fills the memory faster than this is not helped by restarts. */
const worthRestartingSeconds = 900;

/**
 * The command that limits a running unit, or starts the program in one of its own. Names come from the log, and the reader pastes
 * this into a root shell: what a shell would not take literally is quoted (a unit) or left to the reader (a program).
 */
function limitCommand({ unit, who }: Situation, limitBytes: number): string {
  const max = `MemoryMax=${Math.round(limitBytes / 2 ** 20)}M`;
  const high = `MemoryHigh=${Math.round((limitBytes * 0.9) / 2 ** 20)}M`;
  return unit === null
    ? `start it with systemd-run --scope -p ${max} -p ${high} ${isPlain(who) ? who : 'COMMAND'}`
    : `systemctl set-property ${quoted(unit)} ${max} ${high}`;
}

const isPlain = (word: string): boolean => /^[\w.+][\w.+@:-]*$/.test(word);
const quoted = (word: string): string => (isPlain(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

/** Why does it grow: the profile that names the line of code. */
export const profileHeap: Adviser = (situation) =>
  todo(
    `Take a heap profile of ${situation.who} while it is half as large as at the end: jemalloc MALLOC_CONF=prof:true,prof_leak:true, tracemalloc (Python), a heap snapshot (Node), pprof (Go), jcmd GC.class_histogram (Java)`,
    risen(situation),
  );

/** How long a restart buys. */
export const restartBefore: Adviser = (situation) => {
  const { rise, limitBytes, who } = situation;
  if (rise === null || limitBytes === null || rise.seconds < worthRestartingSeconds) return null;
  const headroomBytes = Math.max(0, rise.toBytes - rise.fromBytes);
  const seconds = (headroomBytes / rise.bytesPerHour) * 3600;
  return todo(
    `Until it is mended restart ${who} at least every ${spanInWords(seconds / 2)}: half the time in which it filled the memory`,
    `${bytesInWords(rise.bytesPerHour)} an hour over the ${spanInWords(rise.seconds)} watched; nothing says that the pace stays the same`,
  );
};

/** Of the RAM, what a limit leaves at least and at most: below, a service could hardly run; above, the host is no safer. */
const limitOfRam = { least: 0.3, most: 0.7, unknown: 0.5 } as const;
/** Of what it held before it grew. */
const timesHealthy = 2;

/** A limit for whoever grew, in bytes, and how it comes from what was measured. */
function ownLimit(ramBytes: number, rise: Situation['rise']): { readonly bytes: number; readonly basis: string } {
  const ram = `the ${bytesInWords(ramBytes)} of RAM`;
  if (rise === null) return { bytes: ramBytes * limitOfRam.unknown, basis: `half of ${ram}` };
  const before = `the ${bytesInWords(rise.fromBytes)} it held before it grew`;
  const healthy = rise.fromBytes * timesHealthy;
  if (healthy < ramBytes * limitOfRam.least)
    return { bytes: ramBytes * limitOfRam.least, basis: `30 % of ${ram}; twice ${before} is less` };
  if (healthy > ramBytes * limitOfRam.most)
    return { bytes: ramBytes * limitOfRam.most, basis: `70 % of ${ram}; twice ${before} is more` };
  return { bytes: healthy, basis: `twice ${before}, of ${bytesInWords(ramBytes)} of RAM` };
}

/** A limit turns the end of the host into the end of one service. */
export const containIt: Adviser = (situation) => {
  const { incident, limitBytes, rise } = situation;
  if (incident.scope !== 'host' || limitBytes === null) return null;
  const { bytes, basis } = ownLimit(limitBytes, rise);
  return prevent(
    `Give it a limit of its own, so that only it dies: ${limitCommand(situation, bytes)}`,
    `MemoryMax is ${basis}; MemoryHigh is 90 % of MemoryMax`,
  );
};

export const boundCaches: Adviser = ({ who, rise }) =>
  prevent(
    `Bound the caches, queues and sessions of ${who} by number, size or age`,
    rise === null ? 'growth without a bound was seen' : `it did not level off in ${spanInWords(rise.seconds)}`,
  );

export const alertOnGrowth: Adviser = ({ who, rise }) =>
  prevent(
    `Alert on growth, not on size alone: deriv(process_resident_memory_bytes[1h]) * 3600 > 1e8 for 2h (a gauge: not rate(), which is for counters)`,
    rise === null
      ? `the rule's threshold is 100 MB an hour; ${who} was not sampled often enough to compare`
      : `1e8 is 100 MB an hour; here ${bytesInWords(rise.toBytes - rise.fromBytes)} in ${spanInWords(rise.seconds)}`,
  );

export const boundRequest: Adviser = (situation) =>
  todo(
    `Find what ${situation.who} was doing (a query, an import, an upload) and bound one request: memory a request, rows, a timeout`,
    risen(situation),
  );

export const runBatchApart: Adviser = (situation) =>
  prevent(
    `Run such work in a group of its own: systemd-run --scope -p MemoryMax=${situation.limitBytes === null ? '...' : `${Math.round((situation.limitBytes * 0.5) / 2 ** 20)}M`} COMMAND`,
    situation.limitBytes === null
      ? held(situation)
      : `half of ${bytesInWords(situation.limitBytes)}; ${held(situation)}`,
  );

export const capWorkers: Adviser = ({ incident, limitBytes, limitOf }) => {
  const group = incident.consumers[0];
  if (!group || group.processes < 2) {
    return todo(
      'Lower the number of processes (workers, connections, pm.max_children, TasksMax)',
      'the task table shows no group of them',
    );
  }
  const each = group.bytes / group.processes;
  const fits = limitBytes === null ? null : Math.max(1, Math.floor((limitBytes * 0.7) / each));
  return todo(
    `Lower the number of ${group.comm} processes${fits === null ? '' : ` to ${fits} at most`} (workers, connections, pm.max_children, TasksMax)`,
    `${group.processes} processes of ${bytesInWords(each)} on average${limitBytes === null ? '' : `; 70 % of the ${bytesInWords(limitBytes)} of ${limitOf} are for them`}`,
  );
};

export const capTasks: Adviser = ({ unit }) =>
  prevent(
    `Limit what can be forked: ${unit === null ? 'pids.max of the cgroup, TasksMax= of the unit' : `systemctl set-property ${quoted(unit)} TasksMax=...`}`,
    'each fork adds what the last one had',
  );
