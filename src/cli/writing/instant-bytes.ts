import { rfc3339 } from '../../ingest/envelope.ts';
import type { AsciiBytes } from './ascii-bytes.ts';

const usPerSecond = 1_000_000;
const secondsPerDay = 86_400;

const colon = Buffer.from(':');
const point = Buffer.from('.');
const end = Buffer.from('Z"');

/** Writes instants (epoch microseconds) as JSON strings, as `rfc3339` words them. The text of a day is made once. */
export function createInstantWriter(out: AsciiBytes): (us: number) => void {
  let day = Number.NaN;
  let dayText = Buffer.alloc(0);
  return (us) => {
    const second = Math.floor(us / usPerSecond);
    const today = Math.floor(second / secondsPerDay);
    if (!Number.isInteger(us) || today < 0) {
      out.put(Buffer.from(`"${rfc3339(us)}"`));
      return;
    }
    if (today !== day) {
      day = today;
      dayText = Buffer.from(`"${rfc3339(today * secondsPerDay * usPerSecond).slice(0, 11)}`);
    }
    const ofDay = second - today * secondsPerDay;
    out.put(dayText);
    out.twoDigits(Math.floor(ofDay / 3600));
    out.put(colon);
    out.twoDigits(Math.floor(ofDay / 60) % 60);
    out.put(colon);
    out.twoDigits(ofDay % 60);
    out.put(point);
    out.sixDigits(us - second * usPerSecond);
    out.put(end);
  };
}
