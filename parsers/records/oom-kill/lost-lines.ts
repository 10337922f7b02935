import { isVictimRowMissing } from './chosen-row.ts';
import type { OomFacts } from './facts.ts';

/** Tables that only kernels up to 4.14 print. */
const OLD_TABLES: ReadonlySet<string> = new Set(['oom-adj', 'oom-adj-score-adj', 'nr-ptes', 'nr-ptes-pmds']);

/**
 * A word for each line of a report with a header that must be there and is not. Which lines a kernel prints is told by those
 * that are there, never by its version.
 */
export function lostLines(facts: OomFacts): readonly string[] {
  const { dump } = facts;
  const frames = dump?.trace.frames ?? [];
  const words: string[] = [];
  const say = (word: string, when: boolean): void => void (when && words.push(word));
  say('header-cut', facts.header?.nodemask === '');
  say('cpuset-line-missing', isCpusetMissing(facts));
  say('cpu-line-missing', frames.length > 0 && dump?.trace.pid === null && namesItsTask(facts));
  const dumpsMemory = facts.header?.openvz?.dumpsMemory ?? true;
  say('call-trace-missing', dumpsMemory && frames.length === 0 && facts.header?.order !== null);
  if (dumpsMemory) words.push(...memoryProblems(facts));
  say('memcg-owner-missing', isOwnerMissing(facts));
  say('task-table-cut', isTableEmpty(facts));
  say('victim-row-missing', isVictimRowMissing(facts));
  words.push(...choiceProblems(facts));
  say('group-line-missing', facts.groupLineLost);
  say('kill-line-missing', facts.firstKillLost);
  say('panic-line-missing', isPanicMissing(facts));
  return words;
}

/** From 4.19 on a machine without a task to kill panics after it says so; a group, and SysRq-f, go on. */
const isPanicMissing = ({ noKillable, panic, manual, header, dump }: OomFacts): boolean =>
  noKillable && panic === null && !manual && header?.order !== -1 && dump?.memInfo != null && dump.memcg.info === null;

function memoryProblems({ dump, message }: OomFacts): readonly string[] {
  const { memInfo = null, memcg, memInfoProblems = [], mixed = false } = dump ?? {};
  const limits = memcg?.info ?? null;
  if (memInfo === null && limits === null) return ['memory-dump-missing'];
  const words = memInfo === null || mixed ? [] : [...memInfoProblems];
  // Up to 3.4 both blocks are printed when a group reached its limit, later one of them.
  if (limits === null && message?.constraint === 'memcg') words.push('memcg-limits-missing');
  if (limits !== null && isUpTo34(dump?.table.shape) && memInfo === null) words.push('mem-info-missing');
  return words;
}

const isUpTo34 = (shape: string | null | undefined): boolean => shape === 'oom-adj' || shape === 'oom-adj-score-adj';

/** Kernels up to 5.0 announce a kill; those up to 4.20 name the cpuset and the group in lines of their own. */
function announcesKill({ choice, kill, header, dump }: OomFacts): boolean {
  if (choice !== null || (kill !== null && kill.message === null)) return true;
  return header?.nodemask != null || header?.oomAdj != null || OLD_TABLES.has(dump?.table.shape ?? '');
}

/**
 * The line `{comm} cpuset={name} mems_allowed={nodes}`, from 2.6.29 to 4.20. A kernel built without cpusets does not print it;
 * one with NUMA or memory cgroups is not such a kernel.
 */
function isCpusetMissing(facts: OomFacts): boolean {
  const { cpusetLine, decision, header, dump } = facts;
  if (cpusetLine !== null || decision !== null || header?.oomAdj === 'oomkilladj' || !announcesKill(facts))
    return false;
  return dump?.memcg.info != null || (dump?.memInfo?.zones.some(({ node }) => node !== null) ?? false);
}

/** The first kernels print a stack without naming its task, and so do, up to 3.9, those of other architectures than x86. */
const namesItsTask = ({ header, dump }: OomFacts): boolean =>
  header?.comm != null && header.oomAdj !== 'oomkilladj' && (header?.oomAdj == null || !dump?.trace.otherArchitecture);

/** `Task in {group} killed as a result of limit of {group}`, up to 4.20. */
function isOwnerMissing(facts: OomFacts): boolean {
  const { dump, decision } = facts;
  return dump?.memcg.info != null && dump.memcg.oomMemcg === null && decision === null && announcesKill(facts);
}

/** Whoever was chosen has a row; only a group whose tasks are all gone has none. */
function isTableEmpty({ dump, kill, choice, decision }: OomFacts): boolean {
  const someone = kill !== null || choice !== null || decision !== null;
  return someone && dump?.tableBegun === true && dump.table.tasks.length === 0;
}

/** From 5.0 on a decision line, up to 5.0 a line that announces the kill. */
function choiceProblems({ kill, choice, decision, header }: OomFacts): readonly string[] {
  if (kill === null || choice !== null || header?.order === null) return [];
  const inOneLine = kill.message !== null && (kill.totalVmBytes !== null || kill.cut);
  // RHEL 5 says only whom it killed, with the uid: `Out of memory: Killed process 2340, UID 48, (httpd).`
  if (!inOneLine) return kill.message !== null && kill.uid !== null ? [] : ['choice-line-missing'];
  return decision === null && header?.openvz == null ? ['decision-line-missing'] : [];
}
