import { isoStamps } from '../time/iso.ts';
import type { FrameReader, Framing } from './framing.ts';
import { containerEmitter } from './parts/container-line.ts';
import { textOf } from './parts/entry.ts';
import { parseObject } from './parts/json.ts';
import { shareClaimed } from './parts/sniff.ts';
import { decodeUtf8 } from './parts/utf8.ts';

/** Docker's json-file driver: `{"log":"text\n","stream":"stdout","time":"..."}`; a piece of a long line has no newline. */
export const dockerJson: Framing = {
  name: 'docker-json',
  samples: [
    '{"log":"java.lang.OutOfMemoryError: Java heap space\\n","stream":"stderr","time":"2026-11-20T09:30:30.123456789Z"}',
    '{"log":"a piece","stream":"stdout","attrs":{"tag":"web"},"time":"2026-11-20T09:30:30.123456789Z"}',
  ],
  lookBehindLines: 0,
  showsWriter: false,
  needles: [],
  sniff: (lines) => shareClaimed(lines, dockerJson.reader()),
  reader,
};

function reader(): FrameReader {
  const stamps = isoStamps('.');
  const container = containerEmitter();

  return {
    holding: false,
    read(line, emit) {
      const text = textOf(line);
      if (!text.startsWith('{"log":') || line.cut) return false;
      const object = parseObject(decodeUtf8(text));
      if (!object) return false;
      const { log, stream, time } = object;
      if (typeof log !== 'string' || typeof time !== 'string') return false;
      const isLastPiece = log.endsWith('\n');
      const body = isLastPiece ? log.replace(/\r?\n$/, '') : log;
      container.emit(line, stream === 'stderr' ? 'stderr' : 'stdout', stamps.read(time, 0), body, isLastPiece, emit);
      return true;
    },
    jump: () => container.forget(),
    end: () => container.forget(),
  };
}
