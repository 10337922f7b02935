/**
 * What a person would not want to find in a log that was shared, read from the raw text by patterns of the test's own: the
 * code under test must not be asked what it would find.
 */
const named: readonly RegExp[] = [
  /Killed process \d+,? \(([^)\n]+)\)/g,
  /\btask=([^,\n]+),pid=/g,
  /\bComm: ([^\s"]+)/g,
  /\[ *\d+\] +\d+ +\d+ +\d+ +\d+[ \d-]+ ([A-Za-z(][^\s"\\]*)(?=["\\]|$)/gm,
  /task ([^\s:]+):\d+ blocked/g,
  /\b([a-z][\w@.-]*)\.service\b/g,
  /(?<![\d.])(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})(?![\d.])/g,
  /\b((?:[0-9a-f]{2}:){5}[0-9a-f]{2})\b/gi,
  /\b([\w.+-]+@[\w-]+\.[a-z]{2,})\b/g,
  /(?<![0-9a-f])([0-9a-f]{32,64})(?![0-9a-f])/g,
  /(?<![0-9a-z])([0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12})(?![0-9a-f])/g,
  /pod([0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12})/g,
  /"_HOSTNAME"\s*:\s*"([^"]+)"/g,
  /^_HOSTNAME=(.+)$/gm,
  /^(?:[A-Z][a-z]{2} [ \d]\d [\d:]{8}|\d{4}-\d\d-\d\dT[\d:.]+\+\d\d:?\d\d) ([\w.-]+) (?:kernel|systemd|kubelet)(?:\[\d+\])?: /gm,
  /\b(?:pod|object)="([\w.-]+)\/([\w.-]+)"/g,
  /container=([\w.-]+) pod=([\w.-]+?)_([\w.-]+)\(/g,
  /Container (\S+) was using/g,
  /\/home\/([\w.-]+)/g,
  /\bfor user (\w+)/g,
];
const groups = /(?:task_memcg|oom_memcg)=(\/[^,\s"\\]*)/g;

/** Every system has these: they name nobody's machine. */
const everywhere =
  /^(?:root|init|systemd.*|\(s?d?-.*\)|\(systemd\)|user@\d+|user-\d+|session-\w+|kubepods(-(?:burstable|besteffort))?|burstable|besteffort|guaranteed|[a-z]+\.slice|system|user|kworker\/.*|kswapd\d+|kthreadd|khugepaged|kcompactd\d+|swapper\/\d+|khungtaskd|ksoftirqd\/\d+|migration\/\d+|rcu_\w+|oom_reaper|kubelet|containerd|dockerd|docker|earlyoom|nohang|nohang-desktop|lmkd|oomd|default|localhost|127\.0\.0\.1|0\.0\.0\.0|\d+)$/;

/** Words of the kernel's reports and of everyday language that programs are called by as well. */
const isWord = (name: string): boolean =>
  /^(?:[a-z]{1,3}|free|node|lab|sampler|sleep|stress|worker|cache|mount|test|cgroup|journal|system|backup|hog|host|demo|tail|find|time|watch|sort|sync|some|script|thread|memory|task|report)$/i.test(
    name,
  );

/** Names in a raw log, without those that tell nothing. */
export function originalsIn(text: string): readonly string[] {
  const found = new Set<string>();
  for (const pattern of named)
    for (const [, ...names] of text.matchAll(pattern)) for (const name of names) found.add(name);
  for (const [, path = ''] of text.matchAll(groups))
    for (const segment of path.split('/')) found.add(segment.replace(/\.(?:service|scope|slice)$/, ''));
  return [...found].filter((name) => name.length > 3 && !everywhere.test(name) && !isWord(name));
}

/** Those of the names that stand in a text as words of their own. */
export function survivors(names: readonly string[], text: string): readonly string[] {
  return names.filter((name) =>
    new RegExp(`(?<![\\p{L}\\p{N}_])${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![\\p{L}\\p{N}_])`, 'u').test(text),
  );
}
