import { readerOfFile } from '../../../parsers/framings/reader-of-file.ts';
import type { LogEntry } from '../../../parsers/model/entry.ts';
import type { KernelRecord } from '../../../parsers/model/record.ts';
import type { Incident } from '../../diagnosis/analysis.ts';
import { secondsOf } from '../../views/report/build/clock.ts';
import type { Excerpt, ExcerptLine, Restart } from '../../views/report/dossier.ts';
import { docker } from './docker.ts';
import { endedIn, type FramedLine, type Manager } from './ended.ts';
import { kubelet } from './kubelet.ts';
import { systemd } from './systemd.ts';

/** How far behind an end the next start is looked for. */
export const lookAheadBytes = 192 * 1024;

/** Who starts things again, asked in this order. */
const managers: readonly Manager[] = [systemd, kubelet, docker];

/**
 * When what was killed ran again, read from the lines behind the record of its end in the same log, by the log's own
 * stamps: two stamps of one log need no zone.
 */
export function restartIn(record: KernelRecord, behind: Excerpt, incident: Incident): Restart | null {
  const ended = endedIn(record);
  if (ended === null) return null;
  const entries = framed(behind.lines);
  const from = entries[0]?.entry;
  if (from === undefined) return null;
  for (const manager of managers) {
    const after = manager(ended, entries);
    const seconds = after === null ? null : secondsBetween(from, after.found.entry);
    const at = secondsOf(record, { incident });
    if (after === null || seconds === null || seconds < 0 || at === null) continue;
    const { name, outcome, heldBack, found } = after;
    return {
      of: ended.unit ?? ended.pod ?? ended.containerId,
      name,
      outcome,
      heldBack,
      downSeconds: seconds,
      seconds: at + seconds,
      place: found.line,
    };
  }
  return null;
}

function framed(lines: readonly ExcerptLine[]): FramedLine[] {
  const texts = lines.map(({ text }) => Buffer.from(text).toString('latin1'));
  const reader = readerOfFile(texts.slice(0, 50));
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
