import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogEntry } from '../../../parsers/model/entry.ts';
import type { RecordBody } from '../../../parsers/model/record.ts';
import type { OomKill } from '../../../parsers/model/records/oom-kill.ts';
import { parseFrame } from '../../../parsers/records/blocks/stack-frame.ts';
import type { Assembled } from '../../../src/ingest/assemble.ts';
import { assemble } from './assembled.ts';
import { entriesOf, kernelLogs } from './corpus-entries.ts';

/**
 * Lines that a kernel prints or not without a trace of it in the others: a report that lost one is the report of a kernel that
 * never printed it. Each is a line of which no other says that it must be there.
 */
const OPTIONAL: readonly RegExp[] = [
  /^ *Hardware name: /, // absent on many virtual machines
  /^ *Workqueue: /,
  /^[A-Z ]{3,6}: [0-9a-f]{4}/, // registers
  /hugepages_total=/, // CONFIG_HUGETLB; of several sizes one more
  /pages (?:hwpoisoned|cma reserved)$/, // CONFIG_MEMORY_FAILURE, CONFIG_CMA
  /\d+KB +\d+KB$/, // as many caches as the machine has
  /^ *[\d.]+ (?:B|[KMG]iB) +\d+ \S+:\d+ /, // as many allocation sites as have any
  /callbacks suppressed$/,
  /^ *Blocked by coredump/,
  /^Future hung task reports/,
  /^Kernel panic - not syncing: hung_task/,
  /^INFO: task .* blocked on an? /, // CONFIG_DETECT_HUNG_TASK_BLOCKER
  /^oom_reaper: /, // absent where the victim died in time
  /^Kill process \d+ .* sharing same memory$/,
  /^Tasks in .* memory\.oom\.group set$/,
  /^ +(?:Not tainted|Tainted: .*) 2\.6\.32-/, // RHEL 6 prints it and 2.6.32 does not
];

/** Rows of memory.stat that came alone into the kernel, or with a configuration. */
const OPTIONAL_STATS =
  /^ *(?:slab|sec_pagetables|percpu|anon_thp|swapcached|zswap_incomp|zswpwb|hugetlb|numa_pages_migrated|workingset_(?:refault|activate|restore)|pgpromote_success|pgdemote_(?:khugepaged|proactive)) \d+$/;

/** Line feeds are escaped by some framings, and make one line of several. */
const textOf = (entries: readonly LogEntry[]): string => entries.map(({ text }) => text).join('\n');

const KINDS: ReadonlySet<string> = new Set(['oom-kill', 'alloc-failure', 'hung-task', 'stall']);

interface Report {
  readonly record: Assembled;
  /** The entries around it, which are all that is read. */
  readonly entries: readonly LogEntry[];
}

const reports: readonly (readonly [name: string, report: Report])[] = kernelLogs.flatMap((log) => {
  const entries = entriesOf(log);
  return assemble(entries)
    .filter(({ body }) => KINDS.has(body.kind) && body.complete && !body.problems.includes('interleaved'))
    .map((record) => {
      const from = entries.indexOf(record.opener);
      const around = entries.slice(Math.max(0, from - 3), entries.indexOf(record.last) + 6);
      return [`${log.name}:${record.opener.span.line}`, { record, entries: around }] as const;
    });
});

/** The record again, or what is left of it. */
function again(entries: readonly LogEntry[], { opener, last, body }: Assembled): Assembled | null {
  const found = assemble(entries).filter((other) => other.body.kind === body.kind);
  const within = ({ opener: { span, host } }: Assembled) =>
    span.line >= opener.span.line && span.line <= last.span.line && host === opener.host;
  return found.find((other) => other.opener === opener) ?? found.find(within) ?? null;
}

function isOptional(gone: readonly LogEntry[], { opener, body }: Assembled): boolean {
  const text = textOf(gone).trimEnd();
  if (gone.includes(opener) && body.kind !== 'oom-kill') return true;
  if (parseFrame(text) !== null || OPTIONAL_STATS.test(text) || OPTIONAL.some((form) => form.test(text))) return true;
  return (
    body.kind === 'oom-kill' && [isOtherRow, isGroupMember, isCpusetLine, isEndOfNothing].some((is) => is(text, body))
  );
}

/** No line says how many rows a table has; who was chosen must have one, but not a member of its group, forked since. */
function isOtherRow(text: string, { victims, selected, allocatingTask }: OomKill): boolean {
  const row = /^\[ *(\d+)\] +\d+ +(\d+) /.exec(text.trimStart());
  if (row === null || allocatingTask) return row !== null;
  const chosen = [...victims.filter(({ cause }) => cause !== 'group').map(({ pid }) => pid), selected?.pid];
  return !chosen.some((pid) => pid === Number(row[1]) || pid === Number(row[2]));
}

/** A kernel without NUMA and without memory cgroups may be built without cpusets as well. */
const isCpusetLine = (text: string, { memInfo, memcg }: OomKill): boolean =>
  text.includes(' mems_allowed=') && memcg === null && memInfo?.zones.every(({ node }) => node === null) === true;

/** Up to 4.3 SysRq-f may find nobody to kill and not say so. */
const isEndOfNothing = (text: string, { manual, trigger }: OomKill): boolean =>
  manual && trigger === null && text.includes('OOM request ignored');

const isGroupMember = (text: string, { groupKill }: OomKill): boolean => groupKill && text.includes('Killed process ');

describe('a report without one of its lines', () => {
  it.each(reports)('%s has the same facts, or says what is missing', (_name, { record, entries }) => {
    const silent: string[] = [];
    const whole = again(entries, record);
    if (whole === null) throw new Error('the report is not found between its neighbours');
    const from = entries.indexOf(record.opener);
    const own = entries.slice(from, entries.indexOf(record.last) + 1);
    for (const line of new Set(own.map(({ span }) => span.line))) {
      const gone = entries.filter(({ span }) => span.line === line);
      if (isOptional(gone, record)) continue;
      const left = again(
        entries.filter(({ span }) => span.line !== line),
        record,
      );
      const isOneLine = own.every(({ span }) => span.line === line);
      const says = left?.body.problems.some((word) => !whole.body.problems.includes(word));
      const same = left !== null && JSON.stringify(left.body) === JSON.stringify(whole.body);
      if (!isOneLine && !same && !says && !whole.body.problems.includes('memcg-stats-cut')) silent.push(textOf(gone));
    }
    expect(silent).toEqual([]);
  });
});

/** Every number of a record under a name that says what it is of: rows under their pid, zones under node and name. */
function numbersOf(value: unknown, path = '', into = new Map<string, number>()): Map<string, number> {
  if (typeof value === 'number') into.set(path, value);
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) numbersOf(item, `${path}/${nameOf(item) ?? index}`, into);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) numbersOf(item, `${path}.${key}`, into);
  }
  return into;
}

function nameOf(item: unknown): string | null {
  if (typeof item !== 'object' || item === null) return null;
  const { pid, node, name, pageBytes, site } = item as Record<string, unknown>;
  const names = [pid, node, name, pageBytes, site].filter((part) => part !== undefined);
  return names.length > 0 ? names.join(':') : null;
}

/** Without victims by decision: those say themselves that they may not be the ones who died. */
const killedOnly = (body: RecordBody): RecordBody =>
  body.kind === 'oom-kill' ? { ...body, victims: body.victims.filter(({ basis }) => basis === 'kill-line') } : body;

/** A count of lines, which fewer lines make smaller. */
const IS_COUNT = /\.timesPrinted$/;

describe('a report without a run of its lines', () => {
  it('has no number that the whole one has not', { timeout: 120_000 }, () => {
    const lost = fc.record({
      report: fc.nat(reports.length - 1),
      from: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      count: fc.integer({ min: 1, max: 30 }),
    });
    fc.assert(
      fc.property(lost, ({ report, from, count }) => {
        const [name, { record, entries }] = reports[report] as (typeof reports)[number];
        const start = Math.floor(entries.length * from);
        const whole = numbersOf(again(entries, record)?.body);
        const left = again([...entries.slice(0, start), ...entries.slice(start + count)], record);
        if (left === null) return;
        for (const [path, number] of numbersOf(killedOnly(left.body))) {
          if (!IS_COUNT.test(path)) expect([name, start, path, number]).toEqual([name, start, path, whole.get(path)]);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
