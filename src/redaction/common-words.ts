/**
 * Words of kernel reports and of our own sentences that programs are called by as well (`free`, `node`, `top`): as names
 * they are replaced where a name stands, and left where the word means what it says.
 */
const commonWords: ReadonlySet<string> = new Set(
  (
    'a active after all allocation an and anon at atomic available be before block blocks boost bounce by cache can cat cause chart check cma cpu ' +
    'cpuset dd demo dirty dmesg event exit fault file find for free from global group growth had has head held help high hog host huge hugetlb in ' +
    'inactive io is it job journal kernel kill killed killer lab leak less limit list load local lock locked log low main managed map mapped memory mem ' +
    'meminfo min mlock mode more name names nice no node normal not of off on open or order out page pages percpu pid present process processes program ' +
    'ps rate read record report reserve restart root row rss run sampler samples sar score script service sh shared shmem show slab sleep sock some sort ' +
    'spike stall start stat storm stress swap sync system table tail task tasks test thread time to top total uid unit usage use used user view vm ' +
    'vmstat wait was watch who why with work writeback zone zram zswap'
  ).split(' '),
);

export function isCommonWord(name: string): boolean {
  return commonWords.has(name.toLowerCase());
}

/** Where a name stands in kernel lines, in service managers' lines and in our sentences. */
export function namePositions(names: readonly string[]): RegExp {
  const any = `(?:${names.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|')})`;
  return new RegExp(
    [
      `(?<=^)${any}(?=$)`,
      `(?<=\\()${any}(?=\\))`,
      `(?<=(?:task=|comm=|Comm: |named |by |of |program |task )["']?)${any}(?= \\(pid|:\\d|,pid=| Tainted| Not tainted|["']|$)`,
      `(?<![\\w-])${any}(?= \\((?:pid|largest|biggest|\\d+ process)| invoked oom-killer|: page allocation failure|\\[\\d+\\]:)`,
      `(?<=\\[\\s*\\d+\\][-\\s\\d]+\\s)${any}(?=["\\\\]|\\s*$)`,
      `(?<="(?:_COMM|SYSLOG_IDENTIFIER|_HOSTNAME)"\\s*:\\s*")${any}(?=")`,
      `(?<![\\w@.:/-])${any}(?=\\.(?:service|scope|slice|mount|socket|timer|target)(?![\\w.]*\\w))`,
      `(?<=^(?:<\\d+>)?(?:[A-Z][a-z]{2} [ \\d]\\d [\\d:]{8}|\\d{4}-\\d\\d-\\d\\d[T ][\\d:.,+Z-]+) )${any}(?= [^\\s:]+: )`,
    ].join('|'),
    'gu',
  );
}
