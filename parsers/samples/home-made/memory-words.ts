/** Words that only memory has. */
const telling =
  /(?:^|[^a-z])(?:mem|memory|memoria|speicher|ram|rss|rssanon|vms|vsz|vsize|virt|res|resident|pss|uss|swap|swpd|heap\w*|alloc\w*|shm|shmem|slab|anon|(?:mem|ram|swap)[a-z]+|[a-z]+(?:mem|memory|rss|swap))(?![a-z])/;

/** Words that stand beside any measurement and say nothing of what is measured; levels of logs; names of units, days and zones. */
export const neutralWords: ReadonlySet<string> = new Set(
  (
    'n time used use usage free avail available total cache cached buff buffer buffers shared usable left in out of is at the and or to for ' +
    'current currently now peak max min avg average mean limit percent pct size bytes byte kb kib mb mib gb gib tb tib k m g b ' +
    'info debug trace notice warn warning log status stat stats monitor sample value system sys host node server process proc app pid id cpu load ' +
    'mon tue wed thu fri sat sun utc gmt z am pm working set committed ts epoch'
  ).split(' '),
);

/**
 * Whether the numbers of a line may be memory's: its words, or those of its file's name, say so, or no word says that they
 * are anything else (`Processed <n> rows`, `disk used=<n>MB`).
 */
export function maySpeakOfMemory(template: string, path: string): boolean {
  const text = template.toLowerCase();
  if (telling.test(text)) return true;
  const words = text.match(/[a-z]{2,}/g) ?? [];
  if (words.every((word) => neutralWords.has(word))) return true;
  return telling.test(path.slice(path.lastIndexOf('/') + 1).toLowerCase());
}
