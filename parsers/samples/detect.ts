import { isBlank, linesOf, noOptions } from './define-format.ts';
import { samplesReader } from './mixed-reader.ts';
import type { SampleSink } from './sample-format.ts';

/**
 * Which format the head of a file is in: the one that claims most of its lines, with the share of non-blank lines that any
 * format claims. Null where nothing was measured.
 */
export function sniffSamples(lines: readonly string[], path = ''): { format: string; confidence: number } | null {
  const reader = samplesReader(noOptions, lines);
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
  return format === null || !(measured || isOpen) ? null : { format, confidence: claimed / offered };
}
