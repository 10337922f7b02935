/** The kernel cuts names here; `ps` may print arguments behind them. */
const commBytes = 15;

/** The program behind a name: workers that are numbered (`worker-3`, `kworker/1`) are one. */
export function programOf(comm: string): string {
  return shortComm(comm).replace(/[-_/:#.]?\d+$/, '') || comm;
}

/** A name as the kernel holds it: 15 bytes. */
export function shortComm(comm: string): string {
  return Buffer.from(comm).subarray(0, commBytes).toString();
}
