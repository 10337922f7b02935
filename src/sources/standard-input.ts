/** Names under which a shell passes standard input. */
export const isStandardInput = (path: string) =>
  path === '-' || path === '/dev/stdin' || path === '/dev/fd/0' || path === '/proc/self/fd/0';
