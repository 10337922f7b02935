const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
/** `Nov 20, 2026 @ 09:30:30.123` of Kibana. */
const named = /^([A-Z][a-z]{2}) {1,2}(\d{1,2}), (\d{4}) @ (\d\d:\d\d:\d\d(?:\.\d+)?)$/;
/** Three numbers and a time, in whatever order and with whatever signs a browser's language has: `20.11.2026, 09:30:30,123`. */
const numeric =
  /^(\d{1,4})([./-] ?)(\d{1,2})\2(\d{1,4})\.?,? ?(?:at |um |à |@ )?(\d{1,2})([:.])(\d\d)\6(\d\d)(?:[.,](\d{1,9}))?(?: ?([AaPp])\.? ?[Mm]\.?)?$/;

/**
 * Turns a time as a web page shows it into ISO 8601, without a zone; what is already that, or no time, stays as it is. Pages write dates as
 * the reader's browser does: `11/20/2026, 9:30:30.123 AM`, `20/11/2026, 09:30:30.123`, `20.11.2026, 09:30:30,123`, `2026/11/20 9:30:30`.
 *
 * Which of two numbers with a slash is the day is proved by one that is above 12, or by AM and PM; where nothing tells, the time is empty.
 * What is proved where `mayProve` holds for all times behind it.
 */
export function pageTimes(): (written: string, mayProve: boolean) => string {
  let dayFirst: boolean | null = null;

  return (written, mayProve) => {
    const [, month, day = '', year = '', time = ''] = named.exec(written) ?? [];
    if (month !== undefined) return `${year}-${padded(MONTHS.indexOf(month) / 3 + 1)}-${padded(Number(day))}T${time}`;
    const found = numeric.exec(written);
    if (found === null) return written;
    const [, first = '', sign = '', second = '', third = '', hour, , minute, seconds, decimals, half] = found;
    // In capitals and without points only where the month stands in front.
    const isAmerican = written.endsWith(' AM') || written.endsWith(' PM');
    const date =
      first.length === 4
        ? dateOf(first, second, third)
        : dateBeforeYear(third, first, second, order(Number(first), Number(second), sign, isAmerican, mayProve));
    if (date === null) return '';
    const fraction = decimals === undefined ? '' : `.${decimals}`;
    return `${date}T${padded(hourOf(Number(hour), half))}:${minute}:${seconds}${fraction}`;
  };

  /** Whether the first number is the day; null where nothing tells. */
  function order(a: number, b: number, sign: string, isAmerican: boolean, mayProve: boolean): boolean | null {
    // No language writes the month in front of a point.
    if (sign.startsWith('.')) return true;
    if (a <= 12 && b <= 12) return dayFirst ?? (isAmerican ? false : null);
    if (mayProve) dayFirst = a > 12;
    return a > 12;
  }
}

function dateBeforeYear(year: string, a: string, b: string, isDayFirst: boolean | null): string | null {
  if (isDayFirst === null || year.length !== 4) return null;
  return isDayFirst ? dateOf(year, b, a) : dateOf(year, a, b);
}

function dateOf(year: string, month: string, day: string): string | null {
  const isDate = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
  return isDate ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : null;
}

function hourOf(written: number, half: string | undefined): number {
  if (half === undefined) return written;
  return (written % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

const padded = (value: number): string => String(value).padStart(2, '0');
