import { monthOf } from '../moment/calendar-words.ts';
import { civilDayUs } from '../moment/date-text.ts';
import type { BlockTime } from '../moment/moments.ts';

/**
 * The start as something that stays: `lstart` as it is; `09:28` and `Nov20`, which ps prints for young and for older
 * processes, both as the day, since one turns into the other. Null where the day cannot be known.
 */
export function startDay(started: string | null, { stamp }: BlockTime): string | null {
  if (started === null) return null;
  if (/\d{4}$/.test(started)) return started;
  if (!stamp?.hasYear) return null;
  const now = new Date(stamp.civilUs / 1000);
  const clock = /^(\d\d):(\d\d)(?::\d\d)?$/.exec(started);
  if (clock) {
    const startedMinute = Number(clock[1]) * 60 + Number(clock[2]);
    const nowMinute = now.getUTCHours() * 60 + now.getUTCMinutes();
    return isoDay(stamp.civilUs - (startedMinute > nowMinute + 1 ? 86_400_000_000 : 0));
  }
  const dated = /^([A-Za-z]{3}) ?(\d{1,2})$/.exec(started);
  const month = dated?.[1] ? monthOf(dated[1].toLowerCase()) : null;
  if (!dated || month === null) return null;
  const day = civilDayUs(now.getUTCFullYear(), month, Number(dated[2]));
  if (day === null) return null;
  return isoDay(day > stamp.civilUs ? (civilDayUs(now.getUTCFullYear() - 1, month, Number(dated[2])) ?? day) : day);
}

const isoDay = (us: number): string => new Date(us / 1000).toISOString().slice(0, 10);
