const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** Bytes with three significant digits: `477 MiB`, `79.9 MiB`, `1.50 GiB`, `512 B`. Negative amounts keep their sign. */
export function bytesInWords(bytes: number): string {
  let amount = Math.abs(bytes);
  let unit = 0;
  while (amount >= 999.5 && unit < units.length - 1) {
    amount /= 1024;
    unit++;
  }
  const digits = unit === 0 ? 0 : amount < 9.995 ? 2 : amount < 99.95 ? 1 : 0;
  return `${bytes < 0 ? '-' : ''}${amount.toFixed(digits)} ${units[unit]}`;
}

/** Number with separators: `4,120,993`. Not by `toLocaleString`, which loads 7 MB of tables for it. */
export function withSeparators(count: number): string {
  const [whole = '', fraction] = String(count).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listInWords(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
