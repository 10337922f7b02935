import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { type OwnKeys, parseKeyLines } from './key-lines.ts';

type Env = Readonly<Record<string, string | undefined>>;

const folderOf = (own: string | undefined, usual: string): string =>
  join(own === undefined || own === '' ? join(homedir(), usual) : own, 'oomtrail');

/** `~/.config/oomtrail/config.toml`, or where XDG_CONFIG_HOME says. */
export const configFile = ({ XDG_CONFIG_HOME }: Env): string =>
  join(folderOf(XDG_CONFIG_HOME, '.config'), 'config.toml');

const hintFile = ({ XDG_STATE_HOME }: Env): string =>
  join(folderOf(XDG_STATE_HOME, join('.local', 'state')), 'hint-seen');

/** The user's keys; without a file, the usual ones. */
export function readOwnKeys(env: Env): OwnKeys {
  try {
    return parseKeyLines(readFileSync(configFile(env), 'utf8'));
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return { byCommand: new Map(), problems: missing ? [] : [`cannot be read: ${(error as Error).message}`] };
  }
}

/** Whether somebody has seen the hint on this account. */
export function hintWasSeen(env: Env): boolean {
  try {
    readFileSync(hintFile(env));
    return true;
  } catch {
    return false;
  }
}

/** Where nothing can be kept, the hint comes again. */
export function keepHintSeen(env: Env): void {
  try {
    const file = hintFile(env);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '');
  } catch {
    // A home that cannot be written: no reason to say anything.
  }
}
