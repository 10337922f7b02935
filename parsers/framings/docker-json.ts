import { isoStamps } from '../time/iso.ts';
import type { FrameReader, Framing } from './framing.ts';
import { containerLines, MOST_PIECES } from './parts/container-line.ts';
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
  lookBehindLines: MOST_PIECES,
  showsWriter: false,
  needles: [],
  mark: /\{"log":/,
  sniff: (lines) => shareClaimed(lines, dockerJson.reader()),
  reader,
};

function reader(): FrameReader {
  const stamps = isoStamps('.');
  const container = containerLines((text) => text);

  return {
    get holding() {
      return container.holding;
    },
    read(line, emit) {
      const text = textOf(line);
      if (!text.startsWith('{"log":') || line.cut) return false;
      const object = parseObject(decodeUtf8(text));
      if (!object) return false;
      const { log, stream, time } = object;
      if (typeof log !== 'string' || typeof time !== 'string') return false;
      const isLast = log.endsWith('\n');
      const body = isLast ? log.replace(/\r?\n$/, '') : log;
      const of = stream === 'stderr' ? 'stderr' : 'stdout';
      container.take({ line, stream: of, stamp: stamps.read(time, 0), text: body, isLast }, emit);
      return true;
    },
    jump: () => container.forget(),
    end: (emit) => container.end(emit),
  };
}
