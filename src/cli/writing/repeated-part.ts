import type { RawSample } from '../../../parsers/model/sample.ts';
import type { SampleTime } from '../../ingest/sample-time.ts';
import type { AsciiBytes } from './ascii-bytes.ts';

type Part = (sample: RawSample, time: SampleTime) => void;

/** A part of a line that is often the same as in the line before: its bytes are kept as soon as it came twice. */
export function createRepeated(
  out: AsciiBytes,
  part: Part,
  isSame: (sample: RawSample, last: RawSample, time: SampleTime, lastTime: SampleTime) => boolean,
): Part {
  let last: { readonly sample: RawSample; readonly time: SampleTime } | null = null;
  let kept: Uint8Array | null = null;
  return (sample, time) => {
    const isRepeated = last !== null && isSame(sample, last.sample, time, last.time);
    if (isRepeated && kept) {
      out.put(kept);
      return;
    }
    const from = out.length;
    part(sample, time);
    kept = isRepeated ? Uint8Array.prototype.slice.call(out.bytes(), from) : null;
    if (!isRepeated) last = { sample, time };
  };
}
