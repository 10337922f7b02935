import type { LogEntry } from '../../model/entry.ts';
import type { UserspaceKill, UserspaceVictim } from '../../model/records/userspace-kill.ts';
import { draftOf } from '../blocks/draft-of.ts';
import { mayBeOneOf } from '../blocks/writer.ts';
import type { Claim, Draft } from '../extractor.ts';
import { amount, integer, type Killer, killBy, percent, victim } from './killer.ts';

const STATS =
  /^mem avail: *(\d+) (?:of *(\d+) )?MiB \( *(\d+(?:\.\d+)?) ?%\), swap free: *(\d+) (?:of *(\d+) )?MiB \( *(\d+(?:\.\d+)?) ?%\)/;
const LOW = /^[Ll]ow [Mm]emory! [Aa]t or below (sigterm|sigkill|SIGTERM|SIGKILL) limits(?::| \().*%/;
/** Up to 1.0, and 1.1, which says in the warning itself what was left. */
const LOW_OF_OLD =
  /^(?:Out of memory! avail: *\d+ MiB < min: *\d+ MiB|Low memory! mem avail: *(\d+) of *\d+ MiB \( *(\d+)(?: %\)|\) %) <= min \d+ %, swap free: *\d+ of *(\d+) MiB \( *(\d+)(?: %\)|\) %) <= min)/;
const SENDING = /^sending (SIG[A-Z]+) to process (\d+)(?: uid (\d+))? "(.*?)": ((?:badness|oom_score) -?\d+, .*)$/;
/** Up to 1.7 the score is called badness: oom_score plus what the options prefer and avoid. */
const SCORE = /^oom_score (-?\d+)/;
const SCORE_ADJ = /^[^"]*? oom_score_adj (-?\d+)/;
const RSS = /^[^"]*? VmRSS (\d+) MiB/;
/** Up to 1.2, and the development versions before and behind it. */
const KILLING = /^Killing process (\d+) (.+)$/;
const KILLING_WITH = /^killing process (\d+) "(.*?)" with signal (15|9): badness -?\d+, VmRSS (\d+) MiB$/;
const KILLING_QUOTED = /^Killing process '(.*)' with signal (15|9), pid: (\d+), badness: -?\d+, VmRSS: (\d+) MiB$/;
const EXITED = /^process (?:(\d+) )?exited after [\d.]+ seconds/;
const ESCALATING = /^escalating to SIGKILL after [\d.]+ seconds/;
const DRY_RUN = /^dryrun, not actually sending any signal/;
const FAILED = /^kill failed: /;
const AFTERMATH =
  /^(?:process \d+ did not exit|kill_release: |kill_wait: |\w+: pid=?\d+|killing whole process group \d+|escalating )/;
const GAVE_UP =
  /^(?:memory situation has recovered|Could not find a process to kill|Error: Could not find a process to kill|\w+: successfully triggered kernel OOM killer|Invoking oom killer)/;

/**
 * earlyoom 0.7 to 1.9 (main.c, kill.c). The percentages in the "low memory" line are its limits; what was left stands in
 * the line before it.
 * ```
 * mem avail:    54 of   557 MiB ( 9.75%), swap free:    0 of    0 MiB ( 0.00%)
 * low memory! at or below SIGTERM limits: mem 10.00%, swap 10.00%
 * sending SIGTERM to process 483 uid 0 "Web Content": oom_score 1154, VmRSS 305 MiB, cmdline "..."
 * escalating to SIGKILL after 6.012 seconds
 * process 483 exited after 0.101 seconds
 * ```
 * Before 1.2 the statistics stand between warning and kill.
 *
 * The statistics line is also a plain report and a warning may come to nothing: without a kill there is no record. The
 * self-test at start sends signal 0 and is none either.
 */
export const earlyoom: Killer = {
  name: 'earlyoom',
  openers: [
    'mem avail: ', // the only line that says how much was left; a few an hour
    'emory! ', // "low memory!", "Low Memory!"
    'sending SIGTERM to process ', // where the log begins behind the warning
    'sending SIGKILL to process ',
  ],
  open(entry) {
    if (!mayBeOneOf(entry, ['earlyoom'])) return null;
    const text = entry.text.trimEnd();
    return STATS.test(text) || LOW.test(text) || LOW_OF_OLD.test(text) || SENDING.test(text) ? draft(text) : null;
  },
};

function draft(opener: string): Draft<UserspaceKill> {
  let low: string | null = null;
  let memAvailablePercent: number | null = null;
  let swapFreePercent: number | null = null;
  let swapTotalBytes: number | null = null;
  let statsBehind = false;
  let struck: UserspaceVictim | null = null;
  let dryRun = false;
  let killFailed = false;
  let gaveUp = false;
  let exited = false;

  function stats(match: RegExpExecArray): void {
    memAvailablePercent = percent(match[3]);
    swapFreePercent = percent(match[6]);
    swapTotalBytes = amount(match[5], 'MiB');
  }

  function strike(next: UserspaceVictim): Claim {
    if (struck !== null && struck.pid !== next.pid) return 'end';
    struck = struck === null ? next : { ...struck, signal: next.signal };
    return 'mine';
  }

  function read(text: string): Claim {
    const match = STATS.exec(text);
    if (match) {
      if (struck !== null) return exited ? 'end' : 'mine';
      if (gaveUp || statsBehind || (low === null && memAvailablePercent !== null)) return 'end';
      statsBehind = low !== null;
      stats(match);
      return 'mine';
    }
    const warning = LOW.exec(text);
    if (warning) {
      // After SIGTERM a warning at the harder limit is most likely the same victim's: the next line will show.
      if (struck !== null)
        return struck.signal === 'SIGTERM' && !exited && /kill/i.test(warning[1] ?? '') ? 'mine' : 'end';
      if (gaveUp) return 'end';
      low = text;
      return 'mine';
    }
    const oldWarning = LOW_OF_OLD.exec(text);
    if (oldWarning) {
      if (struck !== null || gaveUp || low !== null) return 'end';
      low = text;
      memAvailablePercent = percent(oldWarning[2]) ?? memAvailablePercent;
      swapTotalBytes = amount(oldWarning[3], 'MiB') ?? swapTotalBytes;
      swapFreePercent = percent(oldWarning[4]) ?? swapFreePercent;
      return 'mine';
    }
    const sent = SENDING.exec(text);
    if (sent) {
      const [, signal, pid, uid, comm, rest = ''] = sent;
      return strike(
        victim({
          pid: integer(pid),
          uid: integer(uid),
          comm: comm ?? null,
          signal: signal ?? null,
          rssBytes: amount(RSS.exec(rest)?.[1], 'MiB'),
          oomScore: integer(SCORE.exec(rest)?.[1]),
          oomScoreAdj: integer(SCORE_ADJ.exec(rest)?.[1]),
        }),
      );
    }
    return aftermath(text);
  }

  function aftermath(text: string): Claim {
    const old = low === null ? null : oldVictim(text);
    if (old) return strike(old);
    if (GAVE_UP.test(text)) {
      gaveUp = true;
      return struck === null ? 'mine' : 'end';
    }
    if (struck === null) return 'foreign';
    const gone = EXITED.exec(text);
    if (gone) exited = true;
    if (ESCALATING.test(text)) struck = { ...struck, signal: 'SIGKILL' };
    if (DRY_RUN.test(text)) dryRun = true;
    if (FAILED.test(text)) killFailed = true;
    return gone || FAILED.test(text) || DRY_RUN.test(text) || AFTERMATH.test(text) ? 'mine' : 'foreign';
  }

  read(opener);
  return draftOf({
    isSettled: () => struck !== null,
    feed: (entry: LogEntry) => read(entry.text.trimEnd()),
    close(reason) {
      if (struck === null && (low === null || gaveUp || reason !== 'cut')) return null;
      const problems: string[] = [];
      if (struck === null) problems.push('kill-line-missing');
      if (low === null) problems.push('head-missing');
      return killBy('earlyoom', {
        complete: problems.length === 0,
        problems: killFailed ? [...problems, 'kill-failed'] : problems,
        victims: struck === null ? [] : [struck],
        reason: low,
        dryRun,
        memAvailablePercent,
        swapFreePercent,
        swapTotalBytes,
      });
    },
  });
}

/** The victim as the versions up to 1.2 and the next one name it; null for any other line. */
function oldVictim(text: string): UserspaceVictim | null {
  const quoted = KILLING_QUOTED.exec(text);
  if (quoted) {
    const [, comm, signal, pid, rss] = quoted;
    return victim({ pid: integer(pid), comm: comm ?? null, signal: signalOf(signal), rssBytes: amount(rss, 'MiB') });
  }
  const bare = KILLING.exec(text);
  if (bare) return victim({ pid: integer(bare[1]), comm: bare[2] ?? null });
  const match = KILLING_WITH.exec(text);
  if (!match) return null;
  const [, pid, comm, signal, rss] = match;
  return victim({
    pid: integer(pid),
    comm: comm ?? null,
    signal: signalOf(signal),
    rssBytes: amount(rss, 'MiB'),
  });
}

const signalOf = (number: string | undefined): string => (number === '9' ? 'SIGKILL' : 'SIGTERM');
