import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes, KnownError } from '../../errors.ts';
import { discover } from '../../sources/discover.ts';
import { journalMatches } from '../../sources/journal-matches.ts';
import { isInstalled, programOutput } from '../../sources/program.ts';
import type { ByteSource, SourceSet } from '../../sources/source.ts';

/** Where this machine keeps its kernel's messages. */
export interface LogPlaces {
  readonly folder: string;
  readonly ringBuffer: string;
}

export const usualPlaces: LogPlaces = { folder: '/var/log', ringBuffer: '/dev/kmsg' };

const joinJournalGroup =
  'Run it with sudo, or join the group: sudo usermod -aG systemd-journal "$USER", then log in again.';

function journalTrouble(error: KnownError): KnownError {
  if (/not seeing messages|insufficient permissions|Permission denied/i.test(error.message)) {
    return new KnownError("the journal's system messages cannot be read: permission denied", {
      exitCode: exitCodes.permission,
      hint: joinJournalGroup,
    });
  }
  if (/no journal files were found/i.test(error.message)) {
    return new KnownError('this machine keeps no journal', { exitCode: exitCodes.incomplete });
  }
  return error;
}

/** The name under which the journal's lines are addressed. */
export const journalPath = 'journalctl';

function journal(sinceUs: number | null, denied: () => void): SourceSet {
  const since = sinceUs === null ? [] : [`--since=@${Math.floor(sinceUs / 1e6)}`];
  const source: ByteSource = {
    path: journalPath,
    directory: usualPlaces.folder,
    modifiedMs: null,
    sizeBytes: null,
    async *chunks(problem) {
      try {
        yield* programOutput('journalctl', ['-o', 'json', '--no-pager', ...since, ...journalMatches], null);
      } catch (error) {
        if (!(error instanceof KnownError)) throw error;
        const trouble = journalTrouble(error);
        if (trouble.exitCode === exitCodes.permission) denied();
        problem(trouble);
      }
    },
  };
  return { name: source.path, members: [source] };
}

/** `kern.log`, `syslog` and `messages` with their rotated forms. */
function logFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^(?:kern\.log|syslog|messages)(?:[.-].*)?$/.test(name))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** Who hears of what is missing. */
export interface LogListener {
  problem(error: KnownError): void;
  /** A place that does not exist here, in words. */
  absent(what: string): void;
  /** The journal hides the system's messages: what it gave is not all there is. */
  journalDenied(): void;
}

/**
 * This machine's own kernel messages: the journal, the log files, and the kernel's ring buffer. They tell the same events
 * several times; the analysis joins them.
 */
export async function* ownLogs(
  places: LogPlaces,
  sinceUs: number | null,
  { problem, absent, journalDenied }: LogListener,
): AsyncGenerator<SourceSet> {
  if (await isInstalled('journalctl')) yield journal(sinceUs, journalDenied);
  else absent('journalctl is not installed');
  const files = logFiles(places.folder);
  if (files.length > 0) yield* discover(files, problem);
  else absent(`there is no kern.log, syslog or messages in ${places.folder}`);
  if (existsSync(places.ringBuffer)) yield* discover([places.ringBuffer], problem);
  else absent(`there is no ${places.ringBuffer} (usual in a container)`);
}
