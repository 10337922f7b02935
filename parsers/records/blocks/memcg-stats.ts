import { readAmounts } from './amounts.ts';
import type { Block } from './block.ts';
import { isStatsRowMissing } from './memcg-stats-rows.ts';
import { digits, skipDigits, skipSpaces } from './numbers.ts';

interface MemcgStats {
  /** The group the stats are of; the head of the subtree where the kernel prints one line a group. */
  readonly path: string | null;
  /** Amounts in bytes, event counts as they are. */
  readonly amounts: Readonly<Record<string, number>>;
  /** One line a group: the amounts are a sum, to which a lost line does not add. */
  readonly isSum: boolean;
  /** `memcg-stats-cut`: the kernel's own line limit; `memcg-stats-missing`: a line was lost. */
  readonly problems: readonly string[];
}

/** Stats in progress. */
export interface MemcgStatsBlock extends Block<MemcgStats> {
  /** A stats line was seen. */
  begun(): boolean;
}

const TITLE = /^Memory cgroup stats(?: for (.+?))?:(?: (.+))?$/s;
const OVERFLOW = 'memory_stat_format: Warning, stat buffer overflow';
const MAX_NAMES = 512;

/**
 * From 5.3 to 6.5 all values are one printk, cut at LOG_LINE_MAX (976 or 992 bytes) or PRINTKRB_RECORD_MAX (1024). Where the
 * text ends just there, its tail is lost and its last number may have lost digits. Names of cgroup v1 (`rss`) come one
 * printk a line, from 6.6 on.
 */
const CUT_AT = [976, 992, 1024];

const endsAtCut = (length: number): boolean => CUT_AT.some((limit) => Math.abs(length - limit) <= 1);

/** Names near the end of every list, of v2 and of v1: readers of the ring buffer with small buffers drop whole lines too. */
const LATE_NAMES = ['pglazyfreed', 'total_unevictable'];

/**
 * The statistics of a memory cgroup: up to 5.2 one line of `key:valueKB` for each group of the subtree (the groups' own
 * amounts, so they are added up), from 5.3 on `name value` lines of the whole subtree in bytes.
 */
export function memcgStats(): MemcgStatsBlock {
  let begun = false;
  let path: string | null = null;
  const amounts: Record<string, number> = {};
  let names = 0;
  let textLength = 0;
  let lastName: string | null = null;
  let damaged = false;

  function title(text: string): boolean {
    const match = TITLE.exec(text);
    if (match === null) return false;
    const [, group, inline] = match;
    if (inline === undefined && begun) return false;
    begun = true;
    path ??= group ?? null;
    if (inline === undefined) return true;
    const read: Record<string, number> = {};
    const { clean } = readAmounts(inline, 0, read, true);
    damaged = damaged || !clean;
    for (const [name, bytes] of Object.entries(read)) add(name, bytes);
    return true;
  }

  function add(name: string, value: number): void {
    const sum = (amounts[name] ?? 0) + value;
    if (!Object.hasOwn(amounts, name) && names++ >= MAX_NAMES) return;
    if (Number.isSafeInteger(sum)) amounts[name] = sum;
  }

  /** `anon 73252864`; null if the text is no such line. A name without its number is where the kernel cut the text. */
  function row(text: string, start: number): boolean {
    let end = start;
    while (isNameCharacter(text.charCodeAt(end))) end++;
    if (end === start || isNumberStart(text, start)) return false;
    const valueStart = end + 1;
    const valueEnd = skipDigits(text, valueStart);
    const alone = skipSpaces(text, end) >= text.length;
    if (
      !alone &&
      (text.charCodeAt(end) !== 32 || valueEnd === valueStart || skipSpaces(text, valueEnd) < text.length)
    ) {
      return false;
    }
    const length = textLength + text.length - start + 1;
    if (alone && !endsAtCut(length)) return false;
    textLength = length;
    if (alone) {
      damaged = true;
      return true;
    }
    const value = digits(text, valueStart, valueEnd);
    lastName = text.slice(start, end);
    if (value !== null && !Object.hasOwn(amounts, lastName) && names++ < MAX_NAMES) amounts[lastName] = value;
    return true;
  }

  function isCut(): boolean {
    if (lastName === null) return false;
    const has = (name: string): boolean => Object.hasOwn(amounts, name);
    return damaged || !LATE_NAMES.some(has) || (endsAtCut(textLength) && !has('rss'));
  }

  function problems(cut: boolean): readonly string[] {
    if (cut || damaged) return ['memcg-stats-cut'];
    const lost = begun && (lastName === null ? names === 0 : isStatsRowMissing(Object.keys(amounts)));
    return lost ? ['memcg-stats-missing'] : [];
  }

  return {
    begun() {
      return begun;
    },
    feed(raw) {
      const start = skipSpaces(raw, 0);
      const first = raw.charCodeAt(start);
      if (first === 77) return title(raw.slice(start).trimEnd());
      if (!begun) return false;
      if (raw.startsWith(OVERFLOW, start)) {
        damaged = true;
        return true;
      }
      return row(raw, start);
    },
    value() {
      const cut = isCut();
      const kept = { ...amounts };
      if (cut && lastName !== null) delete kept[lastName];
      return { path, amounts: kept, isSum: lastName === null, problems: problems(cut) };
    },
  };
}

const isNameCharacter = (code: number): boolean =>
  (code >= 97 && code <= 122) || code === 95 || (code >= 48 && code <= 57);

const isNumberStart = (text: string, at: number): boolean => skipDigits(text, at) > at;
