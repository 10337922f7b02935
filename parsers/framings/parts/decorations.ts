import { escapeCharacter, stripAnsi } from './ansi.ts';
import { parseJson } from './json.ts';
import { fewMiss, type ShownLines } from './shown-lines.ts';

/** Takes from a line what a viewer, a search or a web page put around it. */
export type Undecorate = (text: string) => string;

/** One way in which lines of a log are shown, told by the first lines of a file. */
export interface Decoration {
  /** No lines are shown so that hold none of these; null: nothing so simple tells. */
  readonly signs: readonly string[] | null;
  isShown(head: ShownLines): boolean;
  readonly undo: Undecorate;
}

/** What printk, or a log of its lines, begins with: what stands before it was put there. */
const logBegin =
  /^(?:<\d+>)?\[ *\d+\.\d{6}\]|^[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d |^\S.{0,63} invoked oom-killer: |^Mem-[Ii]nfo:$|^\[ {1,2}pid {1,2}\] /;

/** Latin1 of the bytes of UTF-8. */
const nonBreakingSpace = '\xc2\xa0';
const byteOrderMark = '\xef\xbb\xbf';

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'", nbsp: ' ' };
const entity = /&(lt|gt|amp|quot|#39|nbsp);/g;
/** No name of these stands in `<TASK>` or in a priority. */
const element = /<\/?(?:html|body|pre|code|div|span|p|br|tt|td|tr|table|blockquote|font|strong|b|i)\b[^<>]{0,256}>/g;
/** A name in a log may hold what is an element to a browser, but no line of a log begins with one. */
const pageBegin = /^\s*<(?:!doctype|html|pre|div|p|code|blockquote)\b/i;
const escapedMark = /&lt;(?:TASK|IRQ|NMI|EOI|\d{1,3})&gt;|\[&lt;[0-9a-f]{8,16}&gt;\]/i;
const lineBreak = /<br ?\/?>$/;

/** Most lines that are not blank fit, and behind what is taken away some begin as those of a log. */
const most =
  (mark: RegExp) =>
  ({ written }: ShownLines): boolean =>
    fewMiss(5, written, (text) => mark.test(text)) &&
    written.some((text) => mark.test(text) && logBegin.test(text.replace(mark, '')));

const cut = (mark: RegExp, signs: Decoration['signs'] = null): Decoration => ({
  signs,
  isShown: most(mark),
  undo: (text) => text.replace(mark, ''),
});

const numbered = /^ *\d{1,9}(?:\t|[:-])/;
/** What a forum puts around a log; words before and behind it on the same line are the writer's. */
const forumOpen = /^.{0,256}\[(?:code|quote|pre|spoiler)(?:=[^\]]{0,64})?\]/i;
/** Looked for first: hardly a log holds it, and it is found faster. */
const forumTag = /\[(?:code|quote|pre|spoiler)[=\]]/i;
const forumClose = /\[\/(?:code|quote|pre|spoiler)\].*$/i;

const named = /^(?:\.{0,2}\/)?[\w./-]{1,255}\.(?:log|txt|gz|xz|bz2|zst|\d)(?:\.gz)?[:-]/;
const ofPath = /^\/[\w./-]{1,255}[:-](?=\D)/;
const barred = /^ *[|│] ?/;
/**
 * What vendors' kernels write behind printk's stamp: who printed, on which CPU.
 * ```
 * [   12.345678]  [2:   Binder:711_1:  740] text      Samsung; also I[2: ...
 * [   12.345678] (2)[740:Binder:711_1]text            MediaTek; also -(2)[ and .(2)[
 * [   12.345678][pid:740,cpu2,Binder:711_1]text       HiSilicon
 * [   12.345678] c2    740 text                       Qualcomm's of some vendors
 * ```
 */
const vendorCaller =
  /^((?:<\d+>)?\[ *\d+\.\d{6}\]) {0,2}(?:[A-Z]?\[\d{1,3}: *[^\]]{1,40}: *(\d+)\] ?|[.-]?\(\d{1,3}\)\[(\d+):[^\]]{1,40}\]|\[pid:(\d+),cpu\d{1,3},[^\]]{1,40}\]|c\d{1,3} +(\d+) )/;

/** Numbers of lines grow; those of a date do not. */
function areGrowing(lines: readonly string[]): boolean {
  const numbers = lines.flatMap((text) => /^ *(\d{1,9})/.exec(text)?.[1] ?? []).map(Number);
  const growing = numbers.filter((number, index) => number > (numbers[index - 1] ?? Number.POSITIVE_INFINITY));
  return growing.length * 5 >= (numbers.length - 1) * 4 && numbers.length > 1;
}

/** In the order in which they are looked for and undone, each behind those before it. */
export const decorations: readonly Decoration[] = [
  {
    signs: [byteOrderMark],
    isShown: ({ lines }) => lines.some((text) => text.startsWith(byteOrderMark)),
    undo: (text) => (text.startsWith(byteOrderMark) ? text.slice(byteOrderMark.length) : text),
  },
  { signs: [escapeCharacter], isShown: ({ text }) => /\x1b\[[\d;]*[mK]/.test(text), undo: stripAnsi },
  {
    signs: null,
    isShown: ({ text }) => text.includes(nonBreakingSpace),
    undo: (text) => text.replaceAll(nonBreakingSpace, ' '),
  },
  {
    signs: ['<', '&'],
    isShown: (head) =>
      head.lines.some((text) => pageBegin.test(text)) || escapedMark.test(head.text) || most(lineBreak)(head),
    undo: (text) => text.replace(element, '').replace(entity, (_, name: string) => entities[name] ?? ''),
  },
  {
    signs: ['['],
    isShown: ({ lines, text: all }) =>
      forumTag.test(all) &&
      lines.some((text) => {
        if (!forumTag.test(text)) return false;
        const behind = text.replace(forumOpen, '');
        return behind.length < text.length && (behind.trim() === '' || logBegin.test(behind));
      }),
    undo: (text) => text.replace(forumOpen, '').replace(forumClose, ''),
  },
  {
    // A program's source quotes a line of a log here and there.
    signs: ['"'],
    isShown: ({ lines }) =>
      fewMiss(2, lines, (text) => quotedItem(text) !== null) &&
      lines.some((text) => logBegin.test(quotedItem(text) ?? '')),
    undo: (text) => quotedItem(text) ?? text,
  },
  cut(named),
  cut(ofPath, ['/']),
  {
    signs: null,
    isShown: (head) => most(numbered)(head) && areGrowing(head.lines),
    undo: (text) => text.replace(numbered, ''),
  },
  cut(barred, ['|', '│']),
  {
    signs: ['['],
    isShown: ({ lines }) => fewMiss(5, lines, (text) => vendorCaller.test(text)),
    undo: (text) =>
      text.replace(
        vendorCaller,
        (_, stamp: string, ...pids: (string | undefined)[]) => `${stamp}[ T${pids.find((pid) => pid !== undefined)}] `,
      ),
  },
  // An editor or a terminal made one tab of several spaces.
  {
    signs: ['\t'],
    isShown: ({ text }) => /\[\t+\d+\.\d{6}\]|\][\t ]+uid\t|\[ *\d+\] [ \d]*\d *\t/.test(text),
    undo: (text) => text.replace(/(?!^)\t/g, '  '),
  },
  {
    signs: ['```'],
    isShown: ({ lines }) => lines.some((text) => text.includes('```') && /^[^`]{0,256}```\S|\S```$/.test(text)),
    undo: (text) => text.replace(/^[^`]{0,256}```(?=\S)/, '').replace(/```$/, ''),
  },
];

/** The text of `"...",`: an element of a JSON array on a line of its own, or the only cell of a row of CSV. */
function quotedItem(text: string): string | null {
  const trimmed = text.trim();
  if (!trimmed.startsWith('"')) return null;
  const item = trimmed.endsWith(',') ? trimmed.slice(0, -1) : trimmed;
  if (!item.endsWith('"') || item.length < 2) return null;
  const value = parseJson(item);
  if (typeof value === 'string') return value;
  const cell = item.slice(1, -1);
  return cell.replaceAll('""', '').includes('"') ? null : cell.replaceAll('""', '"');
}
