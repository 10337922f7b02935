import type { MergedEvent } from '../merge/event.ts';

/** What a reader must know about a cut or mixed record, by the words that the parsers use. */
const problemTexts: Readonly<Record<string, string>> = {
  'head-missing': 'the beginning of the report is missing',
  'kill-line-missing': 'the kill line is missing: whom the kernel killed is not certain',
  'task-table-cut': 'the task table is cut',
  'task-table-too-long': 'the task table is longer than what is kept of it',
  'memcg-stats-cut': 'the statistics of the cgroup are cut, as kernels 5.3 to 6.5 do',
  superseded: 'another report begins before this one ends',
  interleaved: 'lines of another report stand between its lines',
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
