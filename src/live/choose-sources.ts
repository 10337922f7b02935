import { accessSync, closeSync, constants, existsSync, openSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { journalMatches } from '../sources/journal-matches.ts';
import { isInstalled } from '../sources/program.ts';
import { whyNoRing } from './following/kmsg/kmsg-device.ts';

/** A source to follow. */
export type SourceChoice =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'kmsg'; readonly path: string }
  | { readonly kind: 'journal'; readonly program: string; readonly matches: readonly string[] }
  | { readonly kind: 'stdin' };

export interface Chosen {
  readonly sources: readonly SourceChoice[];
  /** One sentence each: what is not followed, why, and what would help. */
  readonly remarks: readonly string[];
  /** Lack of permission keeps something from being followed, and nothing else that was named does. */
  readonly denied: boolean;
}

export interface Places {
  readonly kmsg: string;
  readonly logs: string;
  readonly journals: readonly string[];
  readonly journalctl: string;
}

export const usualPlaces: Places = {
  kmsg: '/dev/kmsg',
  logs: '/var/log',
  journals: ['/run/log/journal', '/var/log/journal'],
  journalctl: 'journalctl',
};

/** That the kernel's messages go to, by the name a distribution gives them. */
const usualLogs = ['kern.log', 'messages', 'syslog'];

/** The words that name sources of other kinds than files. */
export async function chooseSources(operands: readonly string[], places: Places = usualPlaces): Promise<Chosen> {
  if (operands.length === 0 || (operands.length === 1 && operands[0] === 'auto')) return automatic(places);
  const parts: Chosen[] = [];
  for (const word of operands) {
    if (word === 'auto') parts.push(await automatic(places));
    else if (word === '-') parts.push(followed({ kind: 'stdin' }));
    else if (word === 'kmsg' || word === places.kmsg) parts.push(ringBuffer(places));
    else if (word === 'journal')
      parts.push(followed({ kind: 'journal', program: places.journalctl, matches: journalMatches }));
    else if (isDirectory(word))
      parts.push(notFollowed(`${word} is not followed: it is a directory (${exampleIn(word)})`));
    else parts.push(followed({ kind: 'file', path: word }));
  }
  return {
    sources: parts.flatMap(({ sources }) => sources),
    remarks: parts.flatMap(({ remarks }) => remarks),
    denied: parts.some(({ denied }) => denied) && parts.every(({ denied, sources }) => denied || sources.length > 0),
  };
}

const followed = (source: SourceChoice): Chosen => ({ sources: [source], remarks: [], denied: false });
const notFollowed = (remark: string, denied = false): Chosen => ({ sources: [], remarks: [remark], denied });

/** Whether it can be read is told by opening it: the mode of the device does not. */
function ringBuffer({ kmsg: path }: Places): Chosen {
  try {
    closeSync(openSync(path, constants.O_RDONLY | constants.O_NONBLOCK));
    return followed({ kind: 'kmsg', path });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return notFollowed(`${path} is not followed: ${whyNoRing(error)}`, code === 'EPERM' || code === 'EACCES');
  }
}

/** Whatever this machine has and this user may read: the ring buffer first, since it is the fastest. */
async function automatic(places: Places): Promise<Chosen> {
  const ring = ringBuffer(places);
  const sources = [...ring.sources];
  const remarks = [...ring.remarks];
  let { denied } = ring;

  const journal = places.journals.find((folder) => existsSync(folder));
  if (!(await isInstalled(places.journalctl))) remarks.push('the journal is not followed: journalctl is not installed');
  else if (journal === undefined) remarks.push('the journal is not followed: this machine keeps none');
  else {
    sources.push({ kind: 'journal', program: places.journalctl, matches: journalMatches });
    if (!mayRead(journal) && process.getuid?.() !== 0)
      remarks.push('of the journal only your own messages may be read: the group systemd-journal would help');
  }

  for (const name of usualLogs) {
    const path = join(places.logs, name);
    if (!existsSync(path)) continue;
    if (mayRead(path)) sources.push({ kind: 'file', path });
    else {
      remarks.push(`${path} is not followed: permission denied (the group adm would help)`);
      denied = true;
    }
  }
  return { sources, remarks, denied };
}

const isDirectory = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

function exampleIn(folder: string): string {
  const names = readableNames(folder);
  const name = usualLogs.find((usual) => names.includes(usual)) ?? names.find((one) => one.endsWith('.log'));
  return name === undefined ? 'name the logs in it' : `name logs in it, such as ${join(folder, name)}`;
}

function readableNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function mayRead(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
