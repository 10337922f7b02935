/** Consoles and terminals whose fonts have neither signs nor braille, whatever the locale says. */
const plainTerminals = /^(?:linux|vt\d|ansi|cons25|sun|dumb)/;

/** Whether the terminal shows more than ASCII: its locale says UTF-8, and it is no console. */
export function drawsUnicode({
  LC_ALL,
  LC_CTYPE,
  LANG,
  TERM = '',
}: Readonly<Record<string, string | undefined>>): boolean {
  const locale = [LC_ALL, LC_CTYPE, LANG].find((name) => name !== undefined && name !== '') ?? '';
  return /utf-?8/i.test(locale) && !plainTerminals.test(TERM);
}
