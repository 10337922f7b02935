const utf8 = new TextDecoder('utf-8');

/** The text of latin1-cut bytes as UTF-8; bytes that are none come out as U+FFFD. */
export function decodeUtf8(latin1: string): string {
  let ascii = true;
  for (let at = 0; at < latin1.length; at += 1) {
    if (latin1.charCodeAt(at) > 0x7f) {
      ascii = false;
      break;
    }
  }
  if (ascii) return latin1;
  const bytes = new Uint8Array(latin1.length);
  for (let at = 0; at < latin1.length; at += 1) bytes[at] = latin1.charCodeAt(at);
  return utf8.decode(bytes);
}

/** ECMA-48 and what terminals added: CSI, OSC, character sets (`ESC ( B`), and the short ones; shift in and out beside them. */
const controlSequence =
  /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]+[0-~]|[0-Z\\^_`-~])|[\x0e\x0f]/g;

/** A line as a terminal would show it: without escape sequences, byte order mark, NUL padding, trailing blanks and carriage return. */
export function plainText(text: string): string {
  let plain = text;
  if (plain.charCodeAt(plain.length - 1) === 0x0d) plain = plain.slice(0, -1);
  const first = plain.charCodeAt(0);
  if (first === 0xef && plain.startsWith('\xef\xbb\xbf')) plain = plain.slice(3);
  else if (first === 0) plain = plain.replace(/^\0+/, '');
  if (plain.includes('\x1b')) plain = plain.replace(controlSequence, '');
  let end = plain.length;
  while (plain.charCodeAt(end - 1) === 0x20) end -= 1;
  return end === plain.length ? plain : plain.slice(0, end);
}
