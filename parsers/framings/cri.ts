import { isoStamps } from '../time/iso.ts';
import { clock } from '../time/time-of-day.ts';
import type { FrameReader, Framing } from './framing.ts';
import { containerLines, MOST_PIECES } from './parts/container-line.ts';
import { textOf } from './parts/entry.ts';
import { shareClaimed } from './parts/sniff.ts';
import { decodeUtf8 } from './parts/utf8.ts';

/** Containers under Kubernetes (containerd, CRI-O): `STAMP stdout|stderr F|P[:tag] text`, where `P` is a piece of a long line. */
export const cri: Framing = {
  name: 'cri',
  samples: [
    '2026-11-20T09:30:30.123456789Z stdout F java.lang.OutOfMemoryError: Java heap space',
    '2026-11-20T09:30:30.123456789+02:00 stderr P the first piece of a long line',
    '2026-11-20T09:30:30.123456789Z stderr F ',
  ],
  lookBehindLines: MOST_PIECES,
  showsWriter: false,
  // The words that open a record may be cut in two.
  needles: [' stdout P ', ' stderr P '],
  mark: clock,
  sniff: (lines) => shareClaimed(lines, cri.reader()),
  reader,
};

const stream = / (stdout|stderr) ([FP])(?::\S*)? /y;

function reader(): FrameReader {
  const stamps = isoStamps('.');
  const container = containerLines(decodeUtf8);

  return {
    get holding() {
      return container.holding;
    },
    read(line, emit) {
      const text = textOf(line);
      const stamp = stamps.read(text, 0);
      if (stamp === null) return false;
      stream.lastIndex = stamps.end;
      const match = stream.exec(text);
      if (!match) return false;
      const piece = {
        line,
        stream: match[1] ?? '',
        stamp,
        text: text.slice(stream.lastIndex),
        isLast: match[2] === 'F',
      };
      container.take(piece, emit);
      return true;
    },
    jump: () => container.forget(),
    end: (emit) => container.end(emit),
  };
}
