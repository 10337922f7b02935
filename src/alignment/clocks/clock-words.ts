const units = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
] as const;

/** A span of time in two neighbouring units at most: `2 h 15 min`, `3.2 s`, `14 h`. */
export function spanInWords(us: number): string {
  const seconds = us / 1_000_000;
  if (seconds < 60) return `${Number(seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0))} s`;
  const parts: string[] = [];
  let rest = seconds < 3600 ? Math.round(seconds) : Math.round(seconds / 60) * 60;
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  if (rest > 0) parts.push(`${rest} s`);
  return parts.slice(0, 2).join(' ');
}

/** `2 h ahead of`, `3 s behind`. */
export function aheadOrBehind(us: number): string {
  return `${spanInWords(Math.abs(us))} ${us > 0 ? 'ahead of' : 'behind'}`;
}

/** `+2 h`. */
export function signed(us: number): string {
  return `${us < 0 ? '-' : '+'}${spanInWords(Math.abs(us))}`;
}

/** `give or take 2 s`. */
export function uncertainty(us: number): string {
  return `give or take ${spanInWords(us)}`;
}
