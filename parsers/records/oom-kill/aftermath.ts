import { kilobytes } from '../blocks/numbers.ts';

/** What the reaper left of a victim's memory: small numbers mean that it freed much. */
export interface Reaped {
  readonly pid: number;
  readonly comm: string;
  readonly left:
    | { readonly anonRssBytes: number; readonly fileRssBytes: number; readonly shmemRssBytes: number }
    | 'unable';
}

const REAPED =
  /^oom_reaper: reaped process :?(\d+) \((.*)\),?(?: now)? anon-rss:(\d+)kB, file-rss:(\d+)kB, shmem-rss:(\d+)l?kB\s*$/s;
const UNABLE = /^oom_reaper: unable to reap pid:(\d+) \((.*)\)\s*$/s;

/**
 * ```
 * oom_reaper: reaped process 132 (java), now anon-rss:0kB, file-rss:0kB, shmem-rss:712kB        4.6 on (first `lkB`)
 * oom_reaper: unable to reap pid:132 (java)                                                     4.9 on
 * ```
 */
export function parseReaped(text: string): Reaped | null {
  if (!text.startsWith('oom_reaper: ')) return null;
  const unable = UNABLE.exec(text);
  if (unable !== null) return { pid: Number(unable[1]), comm: unable[2] ?? '', left: 'unable' };
  const match = REAPED.exec(text);
  if (match === null) return null;
  const [anonRssBytes, fileRssBytes, shmemRssBytes] = match.slice(3).map((count) => kilobytes(Number(count)));
  if (anonRssBytes == null || fileRssBytes == null || shmemRssBytes == null) return null;
  return { pid: Number(match[1]), comm: match[2] ?? '', left: { anonRssBytes, fileRssBytes, shmemRssBytes } };
}

/** `Tasks in /system.slice/web.service are going to be killed due to memory.oom.group set`: the group's path (4.19 on). */
export function parseGroupLine(text: string): string | null {
  return /^Tasks in (.+) are going to be killed due to memory\.oom\.group set\s*$/s.exec(text)?.[1] ?? null;
}

/** `oom killer 132 (java) has mm pinned by 1 (init)`: the pid that was killed (4.9 on). */
export function parsePinnedLine(text: string): number | null {
  const match = /^oom killer (\d+) \(.*\) has mm pinned by \d+ \(.*\)\s*$/s.exec(text);
  return match === null ? null : Number(match[1]);
}

const PANIC = /^Kernel panic - not syncing: (.+?)\s*$/;
const MEMORY_PANIC =
  /^(?:Out of memory\b.*|.*\bout of memory(?: from page fault)?\. ?(?:Compulsory )?panic_on_oom is selected\.?|System is deadlocked on memory)$/;

/**
 * The message of a panic that the OOM killer itself called for:
 * ```
 * Kernel panic - not syncing: Out of memory and no killable processes...                    up to 4.18
 * Kernel panic - not syncing: Out of memory: compulsory panic_on_oom is enabled
 * Kernel panic - not syncing: out of memory. Compulsory panic_on_oom is selected.           2.6.32
 * Kernel panic - not syncing: System is deadlocked on memory                                4.19 on
 * ```
 */
export function parseMemoryPanic(text: string): string | null {
  const message = PANIC.exec(text)?.[1];
  return message !== undefined && MEMORY_PANIC.test(message) ? message : null;
}

/** `oom_kill_process: 7 callbacks suppressed`: dumps that the kernel kept back before this one. */
export function parseSuppressed(text: string): number | null {
  const match =
    /^(?:oom_kill_process|dump_header|out_of_memory|mem_cgroup_out_of_memory): (\d+) callbacks suppressed\s*$/.exec(
      text,
    );
  const count = Number(match?.[1] ?? Number.NaN);
  return Number.isSafeInteger(count) ? count : null;
}
