import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { exitCodes, type KnownError } from '../errors.ts';
import type { FoundFile } from './file-source.ts';
import { logsOf } from './logs.ts';
import { skipError } from './skips.ts';
import { isStandardInput } from './standard-input.ts';
import { systemTrouble } from './trouble.ts';
import { type ReadAnyway, specialFile } from './walk.ts';

/** What the user named, in the order of naming. */
type Step =
  | { readonly kind: 'directory'; readonly path: string }
  /** Files that are one log, oldest first. */
  | { readonly kind: 'log'; readonly files: readonly FoundFile[] }
  | { readonly kind: 'stream'; readonly path: string; readonly open: () => AsyncIterable<Uint8Array> };

export interface Plan {
  readonly steps: readonly Step[];
  readonly anyway: ReadAnyway;
}

interface NamedFile extends FoundFile {
  readonly position: number;
}

/**
 * Sorts out the arguments. Files of one directory that are a rotated set become one log, at the place of the one named
 * first; what is named twice, also under another name for the same path, counts once. Files in `leaveOut` are never read.
 */
export async function planOf(
  paths: readonly string[],
  problem: (error: KnownError) => void,
  leaveOut: readonly string[] = [],
): Promise<Plan> {
  const steps: { readonly position: number; readonly step: Step }[] = [];
  const byFolder = new Map<string, Map<string, NamedFile>>();
  const anyway = { directories: new Set<string>(), files: new Set<string>() };
  const streams = new Set<string>();
  for (const path of leaveOut) anyway.files.add(await realpath(path).catch(() => resolve(path)));
  for (const [position, path] of paths.entries()) {
    try {
      const stats = isStandardInput(path) ? null : await stat(path);
      // What a shell's <(...) names (/dev/fd/63) leads to no path.
      const real = stats === null ? '-' : await realpath(path).catch(() => path);
      if (stats?.isFile()) {
        if (anyway.files.has(real)) continue;
        anyway.files.add(real);
        const folder = resolve(dirname(path));
        const files = byFolder.get(folder) ?? new Map<string, NamedFile>();
        byFolder.set(folder, files.set(basename(path), { path, stats, position }));
      } else if (stats?.isDirectory()) {
        if (anyway.directories.has(real)) continue;
        anyway.directories.add(real);
        steps.push({ position, step: { kind: 'directory', path } });
      } else if (!streams.has(real)) {
        streams.add(real);
        const { deviceChunks, pipeChunks, standardInput } = await import('./stdin.ts');
        const open = stats === null ? standardInput : stats.isFIFO() ? pipeChunks : deviceChunks;
        if (stats?.isSocket() || stats?.isBlockDevice()) {
          problem(skipError(path, { what: specialFile(stats), hint: null, exitCode: exitCodes.incomplete }));
        } else steps.push({ position, step: { kind: 'stream', path, open: () => open(path) } });
      }
    } catch (error) {
      problem(await systemTrouble(path, error));
    }
  }
  for (const [folder, files] of byFolder) steps.push(...(await namedLogs(folder, files)));
  steps.sort((a, b) => a.position - b.position);
  return { steps: steps.map(({ step }) => step), anyway };
}

async function namedLogs(folder: string, files: ReadonlyMap<string, NamedFile>) {
  const logs = await logsOf(folder, Array.from(files.keys()));
  return logs.map((names) => {
    const members = names.flatMap((name) => files.get(name) ?? []);
    const position = Math.min(...members.map((member) => member.position));
    return { position, step: { kind: 'log', files: members } satisfies Step };
  });
}
