import { isoStamps } from '../time/iso.ts';
import type { FrameReader, Framing } from './framing.ts';
import { containerEmitter } from './parts/container-line.ts';
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
  lookBehindLines: 0,
  showsWriter: false,
  needles: [],
  sniff: (lines) => shareClaimed(lines, cri.reader()),
  reader,
};

const stream = / (stdout|stderr) ([FP])(?::\S*)? /y;

function reader(): FrameReader {
  const stamps = isoStamps('.');
  const container = containerEmitter();

  return {
    holding: false,
    read(line, emit) {
      const text = textOf(line);
      const stamp = stamps.read(text, 0);
      if (stamp === null) return false;
      stream.lastIndex = stamps.end;
      const match = stream.exec(text);
      if (!match) return false;
      container.emit(line, match[1] ?? '', stamp, decodeUtf8(text.slice(stream.lastIndex)), match[2] === 'F', emit);
      return true;
    },
    jump: () => container.forget(),
    end: () => container.forget(),
  };
}
