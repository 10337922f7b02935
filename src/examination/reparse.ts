import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parserVersion } from '../../parsers/model/parser-version.ts';
import type { FileHead } from '../ingest/sink.ts';
import type { KnownFile, Timeline } from '../store/timeline.ts';
import { type Collected, collect } from './collect.ts';
import { identityOf } from './file-identity.ts';
import type { ReadingContext, ReadingPlan } from './plan.ts';

export interface Reparsed {
  readonly collected: Collected;
  /** Files read again to their end. */
  readonly files: number;
  /** Facts that the files do not give any more. */
  readonly dropped: { readonly records: number; readonly points: number };
  /** Files that are gone, or another file by now: what they gave stays as it is. */
  readonly notThere: readonly string[];
}

/**
 * Reads files of a timeline again, those that an older version of the parsers read or the ones the user names, and puts
 * what they give now in the place of what they gave then. A file that is not proved to be the one that was read (its first
 * bytes differ) is left alone. One that could not be read to its end keeps its old facts beside the new ones.
 */
export async function reparse(
  timeline: Timeline,
  names: readonly string[],
  { plan, context }: { readonly plan: ReadingPlan; readonly context: ReadingContext },
): Promise<Reparsed> {
  const known = new Map((await timeline.sources()).map((file) => [file.path, file]));
  const wanted = [...known.values()].filter((file) => isMeant(file, names));
  const onDisk = [...new Set(wanted.map(({ path }) => placeOf(path)).filter((place) => place !== null))];
  const begun = new Set<string>();
  const wants = async (head: FileHead): Promise<boolean> => {
    const file = known.get(head.path);
    if (!file || file.headBytes === null || !isMeant(file, names)) return false;
    const isSame = await timeline.beginRenewal(identityOf(head, file.headBytes));
    if (isSame) begun.add(head.path);
    return isSame;
  };
  const collected = await collect(onDisk, timeline, { plan, context, wants });
  const dropped = { records: 0, points: 0 };
  const whole = [...begun].filter((path) => !context.interrupt.aborted && isWhole(path, collected));
  for (const path of whole) {
    const { records, points } = await timeline.endRenewal(path);
    dropped.records += records;
    dropped.points += points;
  }
  const notThere = wanted.map(({ path }) => path).filter((path) => !begun.has(path));
  return { collected, files: whole.length, dropped, notThere };
}

/** Without names: what an older version read, and what was interrupted. */
function isMeant({ path, parserVersion: readBy, renewing }: KnownFile, names: readonly string[]): boolean {
  if (names.length === 0) return renewing || readBy < parserVersion;
  const file = resolve(path);
  return names
    .map((name) => resolve(name))
    .some((name) => file === name || file.startsWith(`${name}/`) || file.startsWith(`${name}:`));
}

/** The file itself, or the archive it is a member of (`sos.tar.gz:var/log/messages`); null where neither is there. */
function placeOf(path: string): string | null {
  if (existsSync(path)) return path;
  for (let colon = path.indexOf(':'); colon !== -1; colon = path.indexOf(':', colon + 1)) {
    if (existsSync(path.slice(0, colon))) return path.slice(0, colon);
  }
  return null;
}

function isWhole(path: string, { coverage, problems }: Collected): boolean {
  return coverage.some((row) => row.path === path) && !problems.some((problem) => problem.path === path);
}
