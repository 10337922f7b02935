import { isoStamps } from '../time/iso.ts';
import { clock } from '../time/time-of-day.ts';
import type { FrameReader, Framing } from './framing.ts';
import { textOf } from './parts/entry.ts';
import { shareClaimed } from './parts/sniff.ts';
import { rfc3164 } from './rfc3164.ts';

/** A date with a zone, perhaps the name of a stream, and behind them what only a syslog line begins with. */
const header =
  /^\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:?\d\d)[ \t](?:[\w./-]{1,128} )?(?=(?:<\d+>)?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d )/;

/**
 * A syslog file as `aws logs tail` and collectors of log files show it: before each line when, and perhaps from where, they
 * got it. The date in front has year and zone, which the line's own has not; who wrote the line is told by the line.
 */
export const syslogInTail: Framing = {
  name: 'syslog-in-tail',
  samples: [
    '2026-06-13T14:35:38.223000+00:00 i-0abc Jun 13 14:35:38 web01 kernel: Mem-Info:',
    '2026-06-13T14:35:38.223Z\tJun 13 14:35:38 web01 kernel: [  608.218483] Mem-Info:',
  ],
  lookBehindLines: 0,
  showsWriter: false,
  needles: [],
  mark: clock,
  sniff: (lines) => shareClaimed(lines, syslogInTail.reader()),
  reader,
};

function reader(): FrameReader {
  const inside = rfc3164.reader();
  const stamps = isoStamps();

  return {
    get holding() {
      return inside.holding;
    },
    read(line, emit) {
      const begin = header.exec(textOf(line))?.[0].length ?? 0;
      if (begin === 0) return false;
      const stamp = stamps.read(line.text, 0);
      const { byteStart } = line;
      return inside.read({ ...line, text: line.text.slice(begin), byteStart: byteStart + begin }, (entry) =>
        emit({ ...entry, stamp, span: { ...entry.span, byteStart } }),
      );
    },
    jump: () => inside.jump(),
    end: (emit) => inside.end(emit),
  };
}
