/** Stamps and names that stand before each line of a log and are the same in all of them. */
const heads: readonly RegExp[] = [
  // dmesg -x --time-format iso: `kern  :warn  : 2026-06-14T17:43:10,017702+00:00 `
  /^(?:kern|user|daemon|syslog|auth\w*) *:\w+ *: (?:\d{4}-\d\d-\d\dT(?<clock>\d\d:\d\d:\d\d[,.]\d+)\S* )?/,
  // dmesg --time-format iso: `2026-06-14T17:43:10,017702+00:00 `
  /^\d{4}-\d\d-\d\dT(?<clock>\d\d:\d\d:\d\d,\d+)\S+ /,
  // dmesg -T: `[Sun Jun 14 17:43:10 2026] `
  /^\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d (?<clock>\d\d:\d\d:\d\d) \d{4}\] /,
  // rfc3164: `Jan  6 11:57:42 db01 kernel: [  123.456789] `
  /^[A-Z][a-z]{2} [ \d]\d (?<clock>\d\d:\d\d:\d\d) \S+ kernel: (?:\[ *\d+\.\d+\] ?)?/,
  // rfc3339: `2026-06-14T17:43:10.017702+00:00 db01 kernel: [  123.456789] `
  /^\d{4}-\d\d-\d\dT(?<clock>\d\d:\d\d:\d\d(?:\.\d+)?)\S* \S+ kernel: (?:\[ *\d+\.\d+\] ?)?/,
];

/**
 * What a line says, for narrow screens: the MESSAGE of a journal entry in JSON, or the line without its stamp, host and
 * facility, of which the time of day stays. Null where the line is nothing but what it says.
 */
export function messageOf(text: string): string | null {
  if (text.startsWith('{')) return journalMessage(text);
  for (const head of heads) {
    const found = head.exec(text);
    if (found === null) continue;
    const clock = found.groups?.clock?.replace(',', '.').slice(0, 12);
    const rest = text.slice(found[0].length);
    return clock === undefined ? rest : `${clock} ${rest}`;
  }
  return null;
}

/** The message of an entry as `journalctl -o json` writes it, with the kernel's clock. */
function journalMessage(text: string): string | null {
  try {
    const entry = JSON.parse(text) as Record<string, unknown>;
    if (typeof entry.MESSAGE !== 'string') return null;
    const seconds = Number(entry._SOURCE_MONOTONIC_TIMESTAMP) / 1e6;
    return `${Number.isFinite(seconds) ? `[${seconds.toFixed(6)}] ` : ''}${entry.MESSAGE.replaceAll('\n', ' ')}`;
  } catch {
    return null;
  }
}
