import type { MergedEvent } from '../merge/event.ts';

/** What a reader must know about a cut or mixed record, by the words that the parsers use. */
const problemTexts: Readonly<Record<string, string>> = {
  // Beginning and end.
  'head-missing': 'the beginning of the report is missing',
  'header-missing': 'the line that says what failed is missing',
  'header-cut': 'the line that says what failed is cut',
  'details-missing': 'the lines that say more than that it happened are missing',
  superseded: 'another report begins before this one ends',
  stale: 'the report breaks off',
  interleaved: 'lines of another report stand between its lines',
  'line-broken': 'a line of the report is broken',
  'messages-dropped': 'the log says that messages were dropped here: lines may be missing',
  'dump-suppressed':
    'of the report only its last lines are here: the kernel limits how often it prints the rest, or the log was filtered',
  // Who was killed.
  'kill-line-missing': 'the kill line is missing: whom the kernel killed is not certain',
  'kill-line-cut': 'the kill line is cut: how much the killed process held is not certain',
  'choice-line-missing': 'the line that names the chosen process and its score is missing',
  'decision-line-missing':
    'the line with the constraint (oom-kill:constraint=) is missing: which limit or zone it was is not certain',
  'group-line-missing': 'the line that announces the kill of a whole group is missing',
  'panic-line-missing': 'the line with which the kernel panics is missing',
  'victim-missing': 'the killer names no process',
  'victim-row-missing': 'the killed process has no row in the task table',
  'victim-already-exiting': 'the chosen process was already exiting: nothing more was killed for it',
  'task-table-cut': 'the task table is cut',
  'task-table-too-long': 'the task table is longer than what is kept of it',
  // The memory of the host.
  'mem-info-missing': 'the state of the memory (Mem-Info) is missing',
  'memory-dump-missing': 'the state of the memory is missing',
  'mem-info-cut': 'the state of the memory (Mem-Info) is cut',
  'mem-info-line-cut': 'a line of the state of the memory is cut: a number may lack digits and is left out',
  'mem-info-mixed': 'the state of the memory is mixed with that of another report and is not used',
  'counters-missing': 'the counters of all memory (active_anon: ...) are missing or cut',
  'node-line-missing': 'a memory node has no line of its own',
  'zone-line-missing': 'the line of a memory zone is missing: its watermarks are not known',
  'lowmem-reserve-missing': 'a zone lacks its lowmem_reserve line: what it keeps for others is not known',
  'buddy-line-missing': 'a zone lacks its list of free blocks: fragmentation cannot be judged',
  'hugepages-missing': 'the lines about huge pages are missing',
  'page-totals-missing': 'the totals (pages RAM, pages reserved) are missing: shares of RAM are not known',
  'swap-totals-missing': 'the lines about swap are missing',
  // The memory of a group.
  'memcg-limits-missing': 'the lines with usage and limit of the cgroup are missing',
  'memcg-stats-missing': 'the statistics of the cgroup are missing',
  'memcg-stats-cut': 'the statistics of the cgroup are cut, as kernels 5.3 to 6.5 do',
  'memcg-owner-missing': 'the line that says whose limit it was is missing',
  'cgroup-missing': 'the killer names no cgroup',
  // Who asked, and from where.
  'cpu-line-missing': 'the line with CPU, pid and kernel release is missing',
  'cpuset-line-missing': 'the line with cpuset and mems_allowed is missing',
  'kernel-line-missing': 'the line with the kernel release is missing',
  'task-line-missing': 'the line with the state of the task is missing',
  'call-trace-missing': 'the call trace is missing',
  'blocker-trace-missing': 'the call trace of the task that holds the lock is missing',
  'foreign-stack': 'the call trace may be that of another task',
  'cache-line-missing': 'the line that names the slab cache is missing',
};

/** Kernels cut these by themselves: nothing is wrong with the log. */
const usual = new Set(['memcg-stats-cut']);

/** Sentences about the record an incident is built on. Its best sighting decides: what one file lost another may hold. */
export function notesOn(event: MergedEvent): string[] {
  const { problems, complete } = event.best;
  const said = problems
    .filter((problem) => !complete || !usual.has(problem))
    .map((problem) => problemTexts[problem] ?? problem.replaceAll('-', ' '));
  return [...new Set(said)];
}
