/** Month and weekday words as `date` prints them (glibc LC_TIME of each language, abbreviated and, for English, full). */

const monthWords: readonly string[] = [
  'jan january janv jän jän. ene gen sty янв led tammi ian oca jan. січ stycznia jänner januar januari janvier enero gennaio',
  'feb february févr fev lut фев úno helmi febr şub лют feb. lutego februar februari février febrero febbraio',
  'mar march mär mars mrt мар bře maalis márc бер marca märz maart marzo',
  'apr april avril abr kwi апр dub huhti ápr nis кві kwietnia aprile avr',
  'may mai mag mei maj мая май kvě touko máj тра maja mayo maggio',
  'jun june juin giu cze июн čen juni kesä jún haz iun чер czerwca junio giugno',
  'jul july juil lug lip июл čec juli heinä júl tem iul lipca julio luglio juillet',
  'aug august août ago sie авг srp elo ağu сер sierpnia augustus augusti agosto',
  'sep sept september set wrz сен сент zář syys szept eyl вер września septembre',
  'oct october okt ott out paź окт říj loka eki жов października oktober octobre octubre ottobre',
  'nov november lis ноя нояб marras kas lis. лис listopada novembre noviembre',
  'dec december dez déc dic gru дек pro joulu ara des гру grudnia dezember décembre diciembre dicembre',
];

const weekdayWords =
  'sun mon tue tues wed thu thur thurs fri sat sunday monday tuesday wednesday thursday friday saturday ' +
  'so mo di mi do fr sa sonntag montag dienstag mittwoch donnerstag freitag samstag ' +
  'dim lun mar mer jeu ven sam dimanche lundi mardi mercredi jeudi vendredi samedi ' +
  'dom mié jue vie sáb gio sab seg ter qua qui sex zo ma wo vr za nie ndz nd pon wto śro czw pią sob pn wt śr cz pt ' +
  'вс пн вт ср чт пт сб нд ne po út st čt pá sön mån tis ons tor tors fre lör søn man tir ti lør ' +
  'su ke to pe la v h k sze cs p szo paz pzt sal çar per cum cmt du lu jo vi sâ ' +
  '日 月 火 水 木 金 土 日曜日 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 ' +
  '星期日 星期一 星期二 星期三 星期四 星期五 星期六 周日 周一 周二 周三 周四 周五 周六 일 월 화 수 목 금 토';

const months = new Map<string, number>();
for (const [index, words] of monthWords.entries()) for (const word of words.split(' ')) months.set(word, index + 1);
const weekdays = new Set(weekdayWords.split(' '));

/** 1..12 for a month word, null for anything else. The word is lower case, without a trailing dot. */
export function monthOf(word: string): number | null {
  return months.get(word) ?? null;
}

export function isWeekday(word: string): boolean {
  return weekdays.has(word);
}
