export const escapeCharacter = '\x1b';
const sequence = /\x1b\[[0-9;?]*[ -/]*[@-~]/g;

/** Text without ANSI control sequences: `dmesg -L`, journalctl and systemd colour what they print. */
export function stripAnsi(text: string): string {
  return text.includes(escapeCharacter) ? text.replace(sequence, '') : text;
}
