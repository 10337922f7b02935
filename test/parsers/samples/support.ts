import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RawSample } from '../../../parsers/model/sample.ts';
import { linesOf, noOptions } from '../../../parsers/samples/define-format.ts';
import { samplesReader } from '../../../parsers/samples/mixed-reader.ts';
import type { SampleFormat, SampleOptions, SampleReader } from '../../../parsers/samples/sample-format.ts';

/** What a reader made of a text. */
export interface Reading {
  readonly samples: RawSample[];
  readonly rejects: string[];
  /** Lines that nobody claimed, blank ones left out. */
  readonly foreign: string[];
  readonly formats: string[];
  readonly notes: readonly string[];
}

interface ReadOptions extends Partial<SampleOptions> {
  readonly path?: string;
  /** Whether the reader sees the head of the text first, as the ingest lets it. */
  readonly withHead?: boolean;
}

function drive(reader: SampleReader, text: string, path: string): Omit<Reading, 'formats'> {
  const samples: RawSample[] = [];
  const rejects: string[] = [];
  const foreign: string[] = [];
  const sink = {
    sample: (sample: RawSample) => samples.push(sample),
    reject: (_line: unknown, reason: string) => rejects.push(reason),
  };
  for (const line of linesOf(splitLines(text), path)) {
    if (reader.read(line, sink) === 'foreign' && line.text.trim() !== '') foreign.push(line.text);
  }
  reader.end(sink);
  return { samples, rejects, foreign, notes: reader.notes ?? [] };
}

/** Latin1, as the line layer cuts it, from a text written in UTF-8. */
function splitLines(text: string): string[] {
  const lines = Buffer.from(text, 'utf8').toString('latin1').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Reads a text the way files are read: all formats at once. */
export function read(text: string, options: ReadOptions = {}): Reading {
  const { path = 'test', withHead = true, ...rest } = options;
  const reader = samplesReader({ ...noOptions, ...rest }, withHead ? splitLines(text).slice(0, 400) : []);
  const result = drive(reader, text, path);
  return { ...result, formats: [...reader.formats] };
}

/** Reads a text with one format alone. */
export function readAs(format: SampleFormat, text: string, options: ReadOptions = {}): Reading {
  const { path = 'test', withHead = true, ...rest } = options;
  const head = withHead ? splitLines(text) : [];
  const result = drive(format.reader({ ...noOptions, ...rest }, undefined, head), text, path);
  return { ...result, formats: [...new Set(result.samples.map((sample) => sample.format))] };
}

/** The metrics of the only sample of a text. */
export function onlyMetrics(reading: Reading): Readonly<Record<string, number>> {
  if (reading.samples.length !== 1)
    throw new Error(`expected one sample, got ${reading.samples.length}; rejected: ${reading.rejects.join(', ')}`);
  return (reading.samples[0] as RawSample).metrics;
}

/** A stamp as an ISO text, with the offset where one is stated, so that expectations can be read. */
export function isoOf(sample: RawSample): string | null {
  const { stamp } = sample;
  if (!stamp) return null;
  const civil = new Date(stamp.civilUs / 1000)
    .toISOString()
    .slice(stamp.hasYear ? 0 : 5, 23)
    .replace(/\.000$/, '');
  if (stamp.offsetMinutes === null) return civil;
  const sign = stamp.offsetMinutes < 0 ? '-' : '+';
  const minutes = Math.abs(stamp.offsetMinutes);
  return `${civil}${sign}${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

export const KiB = 1024;
export const MiB = 1024 ** 2;
export const GiB = 1024 ** 3;

/** The corpus of real incidents, where it lies beside the checkout. */
export const corpusRoot = fileURLToPath(new URL('../../../../shared/corpus', import.meta.url));
export const hasCorpus = existsSync(corpusRoot);

export function corpusCases(): string[] {
  return hasCorpus
    ? readdirSync(corpusRoot, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
    : [];
}
