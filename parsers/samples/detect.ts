import { isBlank, linesOf, noOptions } from './define-format.ts';
import { sampleFormats } from './index.ts';
import { readerBehind, sampleHead } from './mixed-reader.ts';
import type { SampleFormat, SampleSink } from './sample-format.ts';

/** Most text is not about memory: where the first lines hold nothing that a format claims, the rest is not looked at. */
const firstLines = 80;

/**
 * Which format the head of a file is in: the one that claims most of its lines, with the share of non-blank lines that any
 * format claims. Null where nothing was measured.
 */
export function sniffSamples(lines: readonly string[], path = ''): { format: string; confidence: number } | null {
  const first = shareOf(lines.slice(0, firstLines), path);
  const whole = first.claimed === 0 || lines.length <= firstLines ? first : shareOf(lines, path);
  return whole.format === null ? null : { format: whole.format, confidence: whole.claimed / whole.offered };
}

const isOfWholeFile = ({ readsFileName, readsWholeLines }: SampleFormat): boolean =>
  readsFileName === true || readsWholeLines === true;

interface Share {
  /** Null where nothing was measured. */
  readonly format: string | null;
  readonly claimed: number;
  readonly offered: number;
}

function shareOf(lines: readonly string[], path: string): Share {
  const head = sampleHead(noOptions, lines);
  // What none claimed without a name, only those that look at it can, and those that see all lines at once.
  const among = head.isForeign ? sampleFormats.filter(isOfWholeFile) : sampleFormats;
  const reader = readerBehind(head, noOptions, among);
  const counts = new Map<string, number>();
  let measured = false;
  const sink: SampleSink = {
    sample() {
      measured = true;
    },
    reject() {
      measured = true;
    },
  };
  let claimed = 0;
  let offered = 0;
  for (const line of linesOf(lines, path)) {
    const claim = reader.read(line, sink);
    if (isBlank(line.text)) continue;
    offered += 1;
    if (claim === 'foreign') continue;
    claimed += 1;
    if (reader.current !== null) counts.set(reader.current, (counts.get(reader.current) ?? 0) + 1);
  }
  const isOpen = claimed > 0 && reader.current !== null;
  reader.end(sink);
  let format: string | null = null;
  for (const [name, count] of counts) if (format === null || count > (counts.get(format) ?? 0)) format = name;
  return { format: measured || isOpen ? format : null, claimed, offered };
}
