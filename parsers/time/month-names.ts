/**
 * Abbreviated month names as strftime's `%b` writes them: C locale and English, German (also the Austrian `Jän`), French (glibc
 * before and since 2.27). Lower case, January first.
 */
const languages: readonly (readonly string[])[] = [
  ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  ['jan', 'feb', 'mär', 'apr', 'mai', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'dez'],
  ['jän', 'feb', 'mrz', 'apr', 'mai', 'juni', 'juli', 'aug', 'sept', 'okt', 'nov', 'dez'],
  ['janv.', 'févr.', 'mars', 'avril', 'mai', 'juin', 'juil.', 'août', 'sept.', 'oct.', 'nov.', 'déc.'],
  ['jan.', 'fév.', 'mars', 'avril', 'mai', 'juin', 'jui.', 'août', 'sep.', 'oct.', 'nov.', 'déc.'],
];

const monthByName = new Map(
  languages.flatMap((names) =>
    names.flatMap((name, index) => [[name, index + 1] as const, [utf8AsLatin1(name), index + 1] as const]),
  ),
);

/**
 * Month (1 to 12) of an abbreviation, or 0. The name comes as latin1 characters of the file's bytes, so a name with an accent
 * is looked up both as UTF-8 bytes and as ISO 8859-1.
 */
export function monthOf(name: string): number {
  return monthByName.get(name.charAt(0).toLowerCase() + name.slice(1)) ?? 0;
}

function utf8AsLatin1(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}
