/** A path without the folder that the report names once. */
export function shortPath(path: string, base: string): string {
  return base !== '' && path.startsWith(base) ? path.slice(base.length) : path;
}
