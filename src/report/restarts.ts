import { adaptiveReader, detectFraming } from '../../parsers/framings/detect.ts';
import type { LogEntry } from '../../parsers/model/entry.ts';
import type { KernelRecord } from '../../parsers/model/record.ts';
import type { Incident } from '../diagnosis/analysis.ts';
import { secondsOf } from '../views/report/build/clock.ts';
import type { Excerpt, ExcerptLine, Restart } from '../views/report/dossier.ts';

/** How far behind the end of a unit its start is looked for. */
export const lookAheadBytes = 192 * 1024;

/**
 * When a killed unit ran again, read from the lines behind the record of its end in the same log, by the log's own
 * stamps: two stamps of one log need no zone. systemd up to 244 names only descriptions in "Started ...": there the
 * restart job counts.
 */
export function restartIn(record: KernelRecord, behind: Excerpt, incident: Incident): Restart | null {
  if (record.kind !== 'unit-oom' && record.kind !== 'unit-signal-kill') return null;
  const { unit } = record;
  if (unit === null || record.manager !== 'systemd') return null;
  const entries = framed(behind.lines);
  const ended = entries[0]?.entry;
  const job = `${unit}: Scheduled restart job`;
  const starts = new RegExp(`^Started ${unit.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}( - .*)?\\.?$`);
  const managed = entries.filter(({ entry }) => entry.tag === 'systemd');
  const started =
    managed.find(({ entry }) => starts.test(entry.text)) ?? managed.find(({ entry }) => entry.text.startsWith(job));
  if (!ended || !started) return null;
  const downSeconds = secondsBetween(ended, started.entry);
  const at = secondsOf(record, { incident });
  if (downSeconds === null || downSeconds < 0 || at === null) return null;
  return { unit, downSeconds, seconds: at + downSeconds, text: started.entry.text, place: started.line };
}

interface FramedLine {
  readonly entry: LogEntry;
  readonly line: ExcerptLine;
}

function framed(lines: readonly ExcerptLine[]): FramedLine[] {
  const texts = lines.map(({ text }) => Buffer.from(text).toString('latin1'));
  const reader = adaptiveReader(detectFraming(texts.slice(0, 50)), texts.slice(0, 50));
  const byLine = new Map(lines.map((line) => [line.line, line]));
  const found: FramedLine[] = [];
  const emit = (entry: LogEntry): void => {
    const line = byLine.get(entry.span.line);
    if (line) found.push({ entry, line });
  };
  for (const [index, line] of lines.entries()) {
    const { path, byteStart, byteEnd } = line;
    reader.read({ path, text: texts[index] ?? '', line: line.line, byteStart, byteEnd, cut: false }, emit);
  }
  reader.end(emit);
  return found;
}

function secondsBetween(a: LogEntry, b: LogEntry): number | null {
  if (a.monotonicUs !== null && b.monotonicUs !== null) return (b.monotonicUs - a.monotonicUs) / 1e6;
  if (a.stamp === null || b.stamp === null) return null;
  const offset = ((a.stamp.offsetMinutes ?? 0) - (b.stamp.offsetMinutes ?? 0)) * 60;
  return (b.stamp.civilUs - a.stamp.civilUs) / 1e6 + offset;
}
