import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { adaptiveReader } from '../../../parsers/framings/adaptive-reader.ts';
import { detectFraming } from '../../../parsers/framings/detect.ts';
import { headOf } from '../../../parsers/framings/head.ts';
import type { LogEntry } from '../../../parsers/model/entry.ts';
import type { Line } from '../../../parsers/model/line.ts';

/** Real captures of the same events in every framing: what they hold must come out the same. They are not in this repository. */
const corpus = new URL('../../../../shared/corpus/', import.meta.url);
const runs = existsSync(corpus)
  ? readdirSync(corpus, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && existsSync(new URL(`${entry.name}/kmsg.txt`, corpus)))
      .map((entry) => entry.name)
  : [];

/** Framings that may stand for a capture: journalctl's short forms are RFC 3164 and 3339 unless a separator tells. */
const expectedFraming: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^kmsg\.txt$/, ['kmsg']],
  [/^dmesg\.txt$/, ['dmesg']],
  [/^dmesg-T\.txt$/, ['dmesg-time']],
  [/^dmesg-x-iso\.txt$/, ['dmesg-decode']],
  [/^dmesg-J\.json$/, ['dmesg-json']],
  [/^dmesg-busybox\.txt$/, ['dmesg', 'plain']],
  [/^console\.log$/, ['dmesg', 'console', 'plain']],
  [/^(kern|syslog)\.trad\.log$/, ['rfc3164']],
  [/^kern\.iso\.log$/, ['rfc3339']],
  [/^(kern\.log|syslog)$/, ['rfc3164', 'rfc3339']],
  [/^journal(-k)?\.json$/, ['journal-json']],
  [/^journal-k-short-monotonic\.txt$/, ['journal-short']],
  [/^journal-k-short(-precise)?\.txt$/, ['rfc3164', 'journal-short']],
  [/^journal(-k)?-short-iso\.txt$/, ['rfc3339', 'journal-short']],
];

/** These hold every line of the ring; the others lose some (console level, a late start, lines cut at 1 KiB). */
const complete = new Set(['dmesg.txt', 'dmesg-x-iso.txt', 'dmesg-J.json', 'journal-k.json']);

const opener = /invoked oom-killer|page allocation failure|blocked for more than|Killed process|vmalloc error/;

interface Capture {
  readonly name: string;
  readonly framing: string | null;
  readonly entries: readonly LogEntry[];
  readonly unclaimed: readonly string[];
}

function capture(run: string, name: string): Capture {
  const lines = readLines(run, name);
  const head = lines.slice(0, 500).map((line) => line.text);
  const framing = detectFraming(head);
  const reader = adaptiveReader(framing, headOf(head));
  const entries: LogEntry[] = [];
  const unclaimed: string[] = [];
  for (const line of lines) {
    if (!reader.read(line, (entry) => entries.push(entry)) && line.text.trim() !== '') unclaimed.push(line.text);
  }
  reader.end((entry) => entries.push(entry));
  return { name, framing: framing?.name ?? null, entries, unclaimed };
}

function readLines(run: string, name: string): Line[] {
  const text = readFileSync(new URL(`${run}/${name}`, corpus)).toString('latin1');
  const lines: Line[] = [];
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at);
    lines.push({
      path: name,
      text: text.slice(at, end),
      line: lines.length + 1,
      byteStart: at,
      byteEnd: end,
      cut: false,
    });
    at = end + 1;
  }
  return lines;
}

/** The line as dmesg shows it, where a tag was taken off. */
const whole = (entry: LogEntry): string =>
  entry.tag === null ? entry.text : `${entry.tag}${entry.pid === null ? '' : `[${entry.pid}]`}: ${entry.text}`;

/** On a serial console programs print, too: their lines carry no stamp where the kernel's do. */
function isNoise(entry: LogEntry, entries: readonly LogEntry[]): boolean {
  return entry.stamp === null && entry.monotonicUs === null && entries[0]?.monotonicUs != null;
}

/** What lies between the first and the last line that speaks of an event. */
function around(texts: readonly string[], first: string, last: string): readonly string[] {
  const from = texts.indexOf(first);
  return from < 0 ? [] : texts.slice(from, texts.lastIndexOf(last) + 1);
}

/** The first text that is not in `all` behind the ones before it, or null. */
function outOfOrder(texts: readonly string[], all: readonly string[]): string | null {
  let at = 0;
  for (const text of texts) {
    at = all.indexOf(text, at) + 1;
    if (at === 0) return text;
  }
  return null;
}

describe.skipIf(runs.length === 0)('captures of the lab (skipped where ../shared/corpus is absent)', () => {
  describe.each(runs)('%s', (run) => {
    const names = runs.length === 0 ? [] : readdirSync(new URL(`${run}/`, corpus));
    const known = names.filter((name) => expectedFraming.some(([pattern]) => pattern.test(name)));

    it('knows the framing of each capture and claims its lines', () => {
      for (const name of known) {
        const { framing, unclaimed } = capture(run, name);
        const expected = expectedFraming.find(([pattern]) => pattern.test(name))?.[1];
        expect(expected, name).toContain(framing);
        expect(unclaimed, name).toEqual([]);
      }
    });

    it('gives the same kernel lines in all of them', () => {
      const ring = capture(run, 'kmsg.txt').entries;
      const all = ring.map(whole);
      const events = ring
        .filter((entry) => entry.writer === 'kernel' && opener.test(entry.text))
        .map((entry) => entry.text);
      const [first, last] = [events[0], events.at(-1)];
      if (first === undefined || last === undefined) return;
      for (const name of known) {
        const { entries } = capture(run, name);
        const texts = entries
          .filter((entry) => entry.writer !== 'user' && !isNoise(entry, entries))
          .map((entry) => entry.text);
        const shown = around(texts, first, last);
        expect(outOfOrder(shown, all), name).toBeNull();
        if (!complete.has(name) || shown.length === 0) continue;
        const provedOnly = entries.every((entry) => entry.writer !== 'unproved');
        const expected = provedOnly
          ? ring.filter((entry) => entry.writer === 'kernel').map((entry) => entry.text)
          : all;
        expect(shown, name).toEqual(around(expected, first, last));
      }
    });
  });

  /** The forged lines were written by logger(1) and into /dev/kmsg, the genuine ones by the kernel; see events.txt of these runs. */
  it.each([
    ['L10-forged-k5.10', 'syslog'],
    ['L10-forged-k5.10', 'kern.log'],
    ['L10-forged-k5.10', 'journal.json'],
    ['L10-forged-k5.10', 'journal-k.json'],
    ['s21b-forged-k7.2', 'kmsg.txt'],
    ['s21b-forged-k7.2', 'dmesg-x-iso.txt'],
    ['s21b-forged-k7.2', 'dmesg-J.json'],
  ])('%s/%s: no forged line passes for the kernel’s', (run, name) => {
    const { entries } = capture(run, name);
    expect(entries.filter((entry) => entry.writer !== 'user' && opener.test(entry.text))).toEqual([]);
  });
});
