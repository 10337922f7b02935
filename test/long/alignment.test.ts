import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { examineInto } from '../../bench/diagnosis/examine-into.ts';
import { createHistoryLoader } from '../../src/alignment/load-history.ts';
import type { Incident } from '../../src/diagnosis/analysis.ts';
import type { MeasuredSeries, MemoryHistory } from '../../src/diagnosis/history.ts';
import { openTimeline } from '../../src/store/index.ts';

/**
 * Samples of real runs must be joined with their log, at the right time, whatever the samples print: with the kernel's
 * clock, with the wall clock alone, shifted by a zone, and with most ticks left out. The truth is the run's own record of its
 * clocks. Needs ../shared/corpus, which is not part of the repository: without it these tests are skipped.
 * OOMTRAIL_RUNS and OOMTRAIL_VARIANTS (patterns) narrow them.
 */
const corpus = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));

interface Metadata {
  readonly first_event_mono_s: number | null;
  readonly sampler_interval_ms: number;
  readonly victims: readonly { readonly pid: number; readonly comm: string; readonly mono_s: number }[];
  readonly clocks: { readonly boot_epoch_offset_first: number };
}

const hourUs = 3_600_000_000;

interface Variant {
  readonly name: string;
  /** What is kept of the samples: lines of one sampler file, tick by tick where it has ticks. */
  alter(text: string, name: string): string | null;
  /** Added to the sampler's wall clock. */
  readonly shiftUs: number;
  readonly everyTick: number;
  /** Log files to read, all where absent. */
  logs?(name: string): boolean;
}

const tickLine = /^=== .*$/gm;
const isTicked = (text: string): boolean => text.startsWith('=== ');

/** Keeps every so many ticks. */
function thin(text: string, every: number): string {
  if (!isTicked(text)) return text;
  return text
    .split(/^(?==== )/m)
    .filter((_, index) => index % every === 0)
    .join('');
}

const withoutKernelClock = (text: string): string =>
  text.replace(tickLine, (line) => line.replace(/ (?:mono|boot)=\S+/g, ''));

function shifted(text: string, us: number): string {
  return text.replace(tickLine, (line) =>
    line.replace(/epoch=([\d.]+)/, (_, seconds: string) => `epoch=${(Number(seconds) + us / 1e6).toFixed(3)}`),
  );
}

/** Only files of our own sampler: other tools' files state their time in ways that these edits do not reach. */
const onlyTicked = (change: (text: string) => string) => (text: string) => (isTicked(text) ? change(text) : null);

const variants: readonly Variant[] = [
  { name: 'as recorded', alter: (text) => text, shiftUs: 0, everyTick: 1 },
  { name: 'wall clock alone', alter: (text) => withoutKernelClock(text), shiftUs: 0, everyTick: 1 },
  {
    name: 'kernel clock alone',
    alter: onlyTicked((text) => text.replace(tickLine, (line) => line.replace(/ epoch=\S+/, ''))),
    shiftUs: 0,
    everyTick: 1,
  },
  {
    name: 'kernel clock, wall clock 5.5 h ahead',
    alter: onlyTicked((text) => shifted(text, 5.5 * hourUs)),
    shiftUs: 5.5 * hourUs,
    everyTick: 1,
  },
  {
    name: 'wall clock 2 h ahead',
    alter: onlyTicked((text) => shifted(withoutKernelClock(text), 2 * hourUs)),
    shiftUs: 2 * hourUs,
    everyTick: 1,
  },
  {
    name: 'wall clock 8 h behind, every 10th tick',
    alter: onlyTicked((text) => thin(shifted(withoutKernelClock(text), -8 * hourUs), 10)),
    shiftUs: -8 * hourUs,
    everyTick: 10,
  },
  { name: 'every 10th tick', alter: onlyTicked((text) => thin(text, 10)), shiftUs: 0, everyTick: 10 },
  {
    name: 'wall clock alone, every 60th tick',
    alter: onlyTicked((text) => thin(withoutKernelClock(text), 60)),
    shiftUs: 0,
    everyTick: 60,
  },
  {
    name: 'traditional log alone, wall clock',
    alter: onlyTicked(withoutKernelClock),
    shiftUs: 0,
    everyTick: 1,
    logs: (name) => name === 'kern.trad.log' || name === 'dmesg-T.txt',
  },
  {
    name: 'log without a wall clock, samples without the kernel clock',
    alter: onlyTicked(withoutKernelClock),
    shiftUs: 0,
    everyTick: 1,
    logs: (name) => name === 'dmesg.txt',
  },
];

const chosen = (pattern: string | undefined, name: string): boolean => new RegExp(pattern ?? '').test(name);
const runs = existsSync(corpus)
  ? readdirSync(corpus).filter(
      (run) => existsSync(`${corpus}${run}/metadata.json`) && chosen(process.env.OOMTRAIL_RUNS, run),
    )
  : [];
const metadataOf = (run: string): Metadata =>
  JSON.parse(readFileSync(`${corpus}${run}/metadata.json`, 'utf8')) as Metadata;

/** A run's log and its altered samples in a folder of their own. */
function copyRun(run: string, variant: Variant): string {
  const folder = mkdtempSync(join(tmpdir(), 'oomtrail-alignment-'));
  mkdirSync(join(folder, 'samples'));
  for (const name of readdirSync(`${corpus}${run}`, { withFileTypes: true })) {
    if (name.isFile() && !/metadata|events/.test(name.name) && (variant.logs?.(name.name) ?? true))
      copyFileSync(`${corpus}${run}/${name.name}`, join(folder, name.name));
  }
  for (const entry of readdirSync(`${corpus}${run}/samples`, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const text = variant.alter(readFileSync(`${corpus}${run}/samples/${entry.name}`, 'latin1'), entry.name);
    if (text !== null) writeFileSync(join(folder, 'samples', entry.name), text, 'latin1');
  }
  return folder;
}

/** The corpus is dated after the day on which it was made: years are guessed from here. */
const said = { zone: null, nowMs: Date.parse('2027-01-01T00:00:00Z') };

async function historyOf(folder: string): Promise<{ incident: Incident | null; history: MemoryHistory | null }> {
  const timeline = await openTimeline({ file: null, mode: 'write' });
  try {
    const incidents = await examineInto(timeline, [folder], said);
    const incident = incidents.toSorted((a, b) => order(a) - order(b))[0] ?? null;
    const history = incident && (await (await createHistoryLoader(timeline))(incident));
    return { incident, history };
  } finally {
    await timeline.close();
  }
}

/** The earliest first: the truth is told of the first event. What has no time at all comes last. */
const order = ({ start, startMonotonicSeconds }: Incident): number =>
  startMonotonicSeconds ?? (start === null ? Number.MAX_VALUE : Date.parse(start) / 1000);

describe.skipIf(runs.length === 0)(
  `samples beside the logs of real runs${runs.length === 0 ? ' (skipped: ../shared/corpus is not here)' : ''}`,
  () => {
    for (const variant of variants.filter(({ name }) => chosen(process.env.OOMTRAIL_VARIANTS, name))) {
      test.each(runs)(`${variant.name}: %s`, { timeout: 120_000 }, async (run) => {
        const truth = metadataOf(run);
        const folder = copyRun(run, variant);
        try {
          const { incident, history } = await historyOf(folder);
          if (incident === null || truth.first_event_mono_s === null) return;
          if (history === null) {
            expect(mayHaveNoHistory(incident, variant), 'a history').toBe(true);
            return;
          }
          expectInPlace(history, truth, variant);
          expectCovered(history, truth, variant);
          expectVictimEnds(history, truth, variant);
        } finally {
          rmSync(folder, { recursive: true });
        }
      });
    }
  },
);

/** Where the log has no wall clock and the samples no other, only a kill that both saw can match them, and only closely. */
function mayHaveNoHistory({ start, kills, kinds }: Incident, { alter, everyTick }: Variant): boolean {
  const keepsKernelClock = alter('=== 1 epoch=1 mono=1\n', '')?.includes('mono=') ?? false;
  return start === null && !keepsKernelClock && (kills === 0 || kinds.length > 1 || everyTick > 1);
}

/** Where the first event really lies on the samples' clock, microseconds. */
function trueEventUs(truth: Metadata, { shiftUs }: Variant, { eventUs }: MemoryHistory): number {
  const sinceBootUs = (truth.first_event_mono_s ?? 0) * 1e6;
  return eventUs < 1e14 ? sinceBootUs : truth.clocks.boot_epoch_offset_first * 1e6 + sinceBootUs + shiftUs;
}

function expectInPlace(history: MemoryHistory, truth: Metadata, variant: Variant): void {
  const offUs = history.eventUs - trueEventUs(truth, variant, history);
  const told = JSON.stringify({
    offSeconds: offUs / 1e6,
    errorSeconds: history.alignmentErrorUs / 1e6,
    ...history.alignment,
  });
  expect(Math.abs(offUs), told).toBeLessThanOrEqual(history.alignmentErrorUs);
}

function systemPoints({ series }: MemoryHistory): number[] {
  return series.flatMap(({ scope, points }) => (scope === 'system' ? points.map(({ atUs }) => atUs) : []));
}

/** The minute before the first event is covered, with no more than a few ticks missing: samplers starve too. */
function expectCovered(history: MemoryHistory, truth: Metadata, variant: Variant): void {
  if (history.alignment?.trust === 'doubtful') return;
  const everyUs = truth.sampler_interval_ms * 1000 * variant.everyTick;
  const before = systemPoints(history).filter((atUs) => atUs <= history.eventUs + history.alignmentErrorUs);
  const told = JSON.stringify(history.alignment);
  expect(before.length, `points before the event ${told}`).toBeGreaterThan(0);
  expect(history.eventUs - Math.max(...before), `the last points before the event ${told}`).toBeLessThan(
    Math.max(30_000_000, 5 * everyUs) + history.alignmentErrorUs,
  );
}

/** The first victim's memory is seen up to its end, and not after it. */
function expectVictimEnds(history: MemoryHistory, truth: Metadata, variant: Variant): void {
  const victim = truth.victims[0];
  if (!victim || history.alignment?.trust === 'doubtful') return;
  const lines = history.series.filter(
    ({ scope, pid, metric }: MeasuredSeries) => scope === 'process' && pid === victim.pid && metric === 'rssBytes',
  );
  const everyUs = truth.sampler_interval_ms * 1000 * variant.everyTick;
  const killUs = history.eventUs + (victim.mono_s - (truth.first_event_mono_s ?? 0)) * 1e6;
  for (const { points, format } of lines) {
    const lastUs = points.findLast(({ value }) => value > 0)?.atUs ?? 0;
    expect((lastUs - killUs) / 1e6, `${format}: seconds from the kill to the victim's last line`).toBeLessThan(
      15 + (2 * everyUs + history.alignmentErrorUs) / 1e6,
    );
  }
}
