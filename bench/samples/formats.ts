import type { RawSample } from '../../parsers/model/sample.ts';
import { linesOf, noOptions } from '../../parsers/samples/define-format.ts';
import { sampleFormats } from '../../parsers/samples/index.ts';
import { samplesReader } from '../../parsers/samples/mixed-reader.ts';

export interface FormatSpeed {
  readonly name: string;
  readonly megabytesPerSecond: number;
  readonly samplesPerSecond: number;
  /** Values: a sample of /proc/meminfo holds fifty. */
  readonly pointsPerSecond: number;
}

/** Enough that the compiler has seen the reader, and a second or less each. */
const textBytes = 1_500_000;
/** The fastest counts, in CPU time: the rest says what else the machine did. */
const rounds = 4;

/** What each format gives when it is read the way files are: all formats at once, the head seen first. */
export function* formatSpeeds(): Generator<FormatSpeed> {
  for (const format of sampleFormats) {
    const [text] = format.samples;
    if (text === undefined) continue;
    const lines = repeated(text, format.name);
    let seconds = Number.POSITIVE_INFINITY;
    let found = readAll(lines.slice(0, 2000));
    for (let round = 0; round < rounds; round += 1) {
      const before = process.cpuUsage();
      found = readAll(lines);
      const { user, system } = process.cpuUsage(before);
      seconds = Math.min(seconds, (user + system) / 1e6);
    }
    const { samples, points } = found;
    const bytes = lines.reduce((sum, line) => sum + line.length + 1, 0);
    yield {
      name: format.name,
      megabytesPerSecond: bytes / 1e6 / seconds,
      samplesPerSecond: samples / seconds,
      pointsPerSecond: points / seconds,
    };
  }
}

/** Lines that are cut and nothing more: what the readers are measured against. */
export function lineSpeed(): number {
  const buffer = Buffer.from(
    repeated('MemTotal:       24684096 kB\nMemFree:        19200132 kB', '').join('\n'),
    'latin1',
  );
  const started = performance.now();
  let lines = 0;
  for (let at = 0; at !== -1; at = buffer.indexOf(10, at + 1)) {
    buffer.toString('latin1', at, at + 28);
    lines += 1;
  }
  return lines === 0 ? 0 : buffer.length / 1e6 / ((performance.now() - started) / 1000);
}

function repeated(text: string, name: string): string[] {
  const whole = text.split('\n');
  // A table has one heading.
  const lines: string[] = name === 'csv' || name === 'below' ? whole.slice(0, 1) : [];
  const block = whole.slice(lines.length);
  let bytes = 0;
  for (let second = 0; bytes < textBytes; second += 5) {
    // Documents begin anew by themselves; a line between two blocks ends the first.
    if (!/json|csv|home-made|influx|atop|sadf|below/.test(name)) lines.push(`${1_763_631_300 + second}`);
    lines.push(...block);
    bytes += text.length + 11;
  }
  return lines;
}

function readAll(lines: readonly string[]): { samples: number; points: number } {
  const reader = samplesReader(noOptions, lines.slice(0, 300));
  let samples = 0;
  let points = 0;
  const sink = {
    sample({ metrics }: RawSample) {
      samples += 1;
      for (const _metric in metrics) points += 1;
    },
    reject() {},
  };
  for (const line of linesOf(lines, 'bench')) reader.read(line, sink);
  reader.end(sink);
  return { samples, points };
}
