import { renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Writes metrics for node_exporter's textfile collector, which must never see half a file: written beside it and renamed.
 * @returns what went wrong, null where nothing did
 */
export function writeTextfile(path: string, text: string): string | null {
  const beside = `${path}.${process.pid}`;
  try {
    writeFileSync(beside, text, { mode: 0o644 });
    renameSync(beside, path);
    return null;
  } catch (error) {
    rmSync(beside, { force: true });
    return error instanceof Error ? error.message : String(error);
  }
}
