/**
 * Abbreviated month names as glibc's strftime writes `%b`: C locale and English, German (also the Austrian `Jän`), French
 * (before and since 2.27), Spanish, Italian, Portuguese, Dutch, Scandinavian, Polish, Czech, Russian (before and since
 * 2.27). Lower case, January first. A name that is another month in Croatian (`lip`, `lis`, `srp`) is empty: it proves none.
 */
const languages: readonly (readonly string[])[] = [
  ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  ['jan', 'feb', 'mär', 'apr', 'mai', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'dez'],
  ['jän', 'feb', 'mrz', 'apr', 'mai', 'juni', 'juli', 'aug', 'sept', 'okt', 'nov', 'dez'],
  ['janv.', 'févr.', 'mars', 'avril', 'mai', 'juin', 'juil.', 'août', 'sept.', 'oct.', 'nov.', 'déc.'],
  ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'sep', 'oct', 'nov', 'dic'],
  ['gen', 'feb', 'mar', 'apr', 'mag', 'giu', 'lug', 'ago', 'set', 'ott', 'nov', 'dic'],
  ['jan', 'fev', 'mar', 'abr', 'mai', 'jun', 'jul', 'ago', 'set', 'out', 'nov', 'dez'],
  ['jan', 'feb', 'mrt', 'apr', 'mei', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'dec'],
  ['jan', 'feb', 'mar', 'apr', 'maj', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'dec'],
  ['sty', 'lut', 'mar', 'kwi', 'maj', 'cze', '', 'sie', 'wrz', 'paź', '', 'gru'],
  ['led', 'úno', 'bře', 'dub', 'kvě', 'čen', 'čec', '', 'zář', 'říj', '', 'pro'],
  ['янв', 'фев', 'мар', 'апр', 'май', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'],
  ['янв', 'фев', 'мар', 'апр', 'мая', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'],
  ['jan.', 'fév.', 'mars', 'avril', 'mai', 'juin', 'jui.', 'août', 'sep.', 'oct.', 'nov.', 'déc.'],
];

/** As written and capitalized, each in UTF-8 and ISO 8859-1. */
const monthByName = new Map(
  languages.flatMap((names) =>
    names.flatMap((name, index) =>
      [name, name.charAt(0).toUpperCase() + name.slice(1)].flatMap((written) => [
        [written, index + 1] as const,
        [utf8AsLatin1(written), index + 1] as const,
      ]),
    ),
  ),
);

/** `4月` (Chinese, Japanese) and `4월` (Korean), as the bytes of UTF-8. */
const numbered = new RegExp(`^(\\d{1,2})(?:${utf8AsLatin1('月')}|${utf8AsLatin1('월')})$`);

/**
 * Month (1 to 12) of an abbreviation, or 0. The name comes as latin1 characters of the file's bytes, so a name with an accent
 * is looked up both as UTF-8 bytes and as ISO 8859-1.
 */
export function monthOf(name: string): number {
  const known = name === '' ? undefined : monthByName.get(name);
  if (known !== undefined) return known;
  const number = Number(numbered.exec(name)?.[1]);
  return number >= 1 && number <= 12 ? number : 0;
}

function utf8AsLatin1(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}
