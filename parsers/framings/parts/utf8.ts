const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const beyondAscii = /[\x80-\xff]/;

/** Text of a latin1 string whose characters are the bytes of UTF-8; bytes that are not become U+FFFD. */
export function decodeUtf8(latin1: string): string {
  return beyondAscii.test(latin1) ? decoder.decode(bytesOf(latin1)) : latin1;
}

export function decodeBytes(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** The bytes that a latin1 string stands for. */
function bytesOf(latin1: string): Uint8Array {
  const bytes = new Uint8Array(latin1.length);
  for (let at = 0; at < latin1.length; at += 1) bytes[at] = latin1.charCodeAt(at);
  return bytes;
}
