/** Value of the two ASCII digits at `at`, or -1 where there are none. */
export function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

/** Value of the four ASCII digits at `at`, or -1 where there are none. */
export function fourDigits(text: string, at: number): number {
  const high = twoDigits(text, at);
  const low = twoDigits(text, at + 2);
  return high < 0 || low < 0 ? -1 : high * 100 + low;
}

/** True if the UTF-16 code is an ASCII digit. False for the NaN that charCodeAt gives behind the end. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
