/** The width of a fingerprint is what the kernel's tables hold. */
export const fingerprintBytes = 4;

/**
 * How often bytes occur in logs, in parts of a thousand: letters by English frequency, digits and blanks high because of
 * stamps. It only steers speed, never what is found.
 */
const commonness = new Map<string, number>([
  ...[...' etaoinsrhldcumfpgwybvkxjqz'].map((letter, rank): [string, number] => [
    letter,
    rank === 0 ? 110 : 45 - rank * 1.5,
  ]),
  ...[...'0123456789'].map((digit): [string, number] => [digit, 25]),
  ...[...':-.[]/='].map((mark): [string, number] => [mark, 15]),
]);
const rareByte = 1.5;

/** By byte, as a share of all. */
export const byteFrequency = Float64Array.from(
  { length: 128 },
  (_, byte) => (commonness.get(String.fromCharCode(byte)) ?? rareByte) / 1000,
);

/** Words that fill ordinary logs: a fingerprint that stands in one of them passes far more often than its letters say. */
export const ordinaryWords =
  ' for from with the and not was has been this that will have only into over than connection connected closed session opened process processed status exited exit started starting stopped active activated container service request response error failed failure accepted publickey password user root port protocol kernel systemd network interface address device volume mount memory available buffer cache table space running enabled disabled configuration reloading finished received sending client server socket timeout timed retry scheduled backup rollback callback allocated allocation lock blocked group daemon manager target reached information warning debug notice source message context content control current function local remote access denied allowed open write read file directory';
const ordinaryPenalty = 40;

/** The share of places in a log at which these four bytes stand, roughly. */
export function frequencyOf(fingerprint: string): number {
  let product = ordinaryWords.includes(fingerprint) ? ordinaryPenalty : 1;
  for (let at = 0; at < fingerprint.length; at += 1) product *= byteFrequency[fingerprint.charCodeAt(at)] as number;
  return product;
}
