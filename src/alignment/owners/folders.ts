/** A folder as the names it goes through; an archive counts as a folder (`dump.tar.gz:var/log`). */
export function partsOf(directory: string): readonly string[] {
  const parts = directory.replace(/(\.(?:tar|tgz|tbz2?|txz|tzst)(?:\.\w+)?):/g, '$1/').split('/');
  return parts.filter((part) => part !== '' && part !== '.');
}

/** Whether a folder is another one, or lies inside it. */
export function isNear(folder: string, ancestor: string): boolean {
  if (folder === '-' || ancestor === '-') return folder === ancestor;
  const parts = partsOf(folder);
  const above = partsOf(ancestor);
  return isRooted(folder) === isRooted(ancestor) && above.every((part, index) => part === parts[index]);
}

/**
 * The folders among `others` that share the longest way with this one, and of these the ones that lie least deep below it;
 * none where only the root is shared.
 */
export function nearest(directory: string, others: Iterable<string>): string[] {
  if (directory === '-') return [];
  const parts = partsOf(directory);
  let best: string[] = [];
  let least = { shared: 0, below: 0 };
  for (const other of others) {
    if (isRooted(other) !== isRooted(directory)) continue;
    const theirs = partsOf(other);
    // Two names of the working folder share it though they have no part in common.
    const shared = other === directory ? parts.length + 1 : sharedDepth(parts, theirs);
    const below = theirs.length - shared;
    if (shared === 0 || shared < least.shared || (shared === least.shared && below > least.below)) continue;
    if (shared === least.shared && below === least.below) best.push(other);
    else best = [other];
    least = { shared, below };
  }
  return best;
}

function sharedDepth(a: readonly string[], b: readonly string[]): number {
  let depth = 0;
  while (depth < a.length && depth < b.length && a[depth] === b[depth]) depth += 1;
  return depth;
}

function isRooted(directory: string): boolean {
  return directory.startsWith('/');
}

/** The folder of a file; a member of an archive lies in the archive's folders (`archive.tar:var/log`). */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  const inArchive = /^(.*\.(?:tar|tgz|tbz2?|txz|tzst)(?:\.\w+)?):[^/]*$/.exec(path)?.[1];
  if (inArchive !== undefined) return inArchive;
  if (slash === 0) return '/';
  return slash < 0 ? (path === '-' ? '-' : '.') : path.slice(0, slash);
}
