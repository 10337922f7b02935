const escaped = /#(0[0-3][0-7]|177)/g;

/**
 * Undoes rsyslog's escaping of control characters (`#012` newline, `#011` tab, `#033` escape, `#177` delete). Only those: the
 * `#109` of `5.4.0-109-generic #109-Ubuntu` is a build number.
 */
export function unescapeControls(text: string): string {
  if (!text.includes('#0') && !text.includes('#177')) return text;
  return text.replace(escaped, (_whole, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
