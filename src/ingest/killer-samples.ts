import type { LogEntry } from '../../parsers/model/entry.ts';
import type { Line } from '../../parsers/model/line.ts';
import type { Stamp } from '../../parsers/model/stamp.ts';
import { earlyoom } from '../../parsers/samples/earlyoom.ts';
import { createMoments } from '../../parsers/samples/moment/moments.ts';
import { nohang } from '../../parsers/samples/nohang.ts';
import { oomctl } from '../../parsers/samples/oomctl.ts';
import type { SampleOptions, SampleSink } from '../../parsers/samples/sample-format.ts';

const writers: Readonly<Record<string, typeof earlyoom>> = {
  earlyoom,
  nohang,
  'nohang-desktop': nohang,
  'systemd-oomd': oomctl,
};

/** Reads the memory that userspace killers print into a log, entry by entry. */
export interface KillerSamples {
  /** `settledUs` is the entry's time as the log's own clock has it: it tells the year where the stamp has none. */
  read(entry: LogEntry, settledUs: () => number | null): void;
  end(): void;
}

export function createKillerSamples(options: SampleOptions, sink: SampleSink): KillerSamples {
  const moments = createMoments(options);
  const readers = new Map<string, ReturnType<typeof earlyoom.reader>>();

  function readerOf(tag: string | null) {
    const format = tag !== null && Object.hasOwn(writers, tag) ? writers[tag] : undefined;
    if (!format) return null;
    const known = readers.get(format.name) ?? format.reader(options, moments);
    readers.set(format.name, known);
    return known;
  }

  return {
    read(entry, settledUs) {
      const reader = entry.writer === 'kernel' ? null : readerOf(entry.tag);
      if (!reader) return;
      moments.framed(stampOf(entry, settledUs), entry.monotonicUs, entry.host);
      reader.read(lineOf(entry), sink);
      moments.framed(null, null, null);
    },
    end() {
      for (const reader of readers.values()) reader.end(sink);
    },
  };
}

function lineOf({ span, text }: LogEntry): Line {
  const { path, line, byteStart, byteEnd } = span;
  return { path, line, byteStart, byteEnd, cut: false, text: Buffer.from(text, 'utf8').toString('latin1') };
}

function stampOf({ stamp }: LogEntry, settledUs: () => number | null): Stamp | null {
  if (stamp === null || stamp.hasYear) return stamp;
  const us = settledUs();
  return us === null ? null : { ...stamp, civilUs: nearest(stamp.civilUs, us), hasYear: true };
}

/** The yearless time in the year that brings it closest: zones move it by less than a day. */
function nearest(civilUs: number, nearUs: number): number {
  const date = new Date(civilUs / 1000);
  const year = new Date(nearUs / 1000).getUTCFullYear();
  const inYears = [year - 1, year, year + 1].map(
    (each) => new Date(date).setUTCFullYear(each) * 1000 + (civilUs % 1000),
  );
  return inYears.reduce((best, us) => (Math.abs(us - nearUs) < Math.abs(best - nearUs) ? us : best));
}
