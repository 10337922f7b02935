/** What kernels and their logs say all day. Nothing here opens, continues or ends a record. */
const chatter = [
  'usb 1-1: new high-speed USB device number 5 using xhci_hcd',
  'audit: type=1400 audit(1700000000.123:45): apparmor="DENIED" operation="open" profile="x" name="/proc/1/oom_score_adj"',
  'EXT4-fs (sda1): mounted filesystem with ordered data mode. Opts: (null)',
  'TCP: request_sock_TCP: Possible SYN flooding on port 80. Sending cookies.',
  'perf: interrupt took too long (2507 > 2500), lowering kernel.perf_event_max_sample_rate to 79750',
  'IPv6: ADDRCONF(NETDEV_CHANGE): eth0: link becomes ready',
];

/** Puts words in place of the message of a line, or null where the line begins no message of the kernel. */
type Overwrite = (line: string, words: string) => string | null;

/** What stands before the message of a kernel line. */
const prefixed =
  (prefix: RegExp): Overwrite =>
  (line, words) => {
    const found = prefix.exec(line)?.[0];
    return found === undefined ? null : found + words;
  };

const syslogPrefix = prefixed(
  /^(?:<\d+>1 )?\S.{0,60}? (?:kernel|[\w.-]+\[\d+\])(?: - - -|:) (?:\[ *\d+\.\d{6}\](?:\[ *[TC]\d+\])? )?/,
);
const printkPrefix = prefixed(/^(?:<\d+>)?\[ *\d+\.\d{6}\](?: ?\[ *[TC]\d+\])? /);

const overwriters: Readonly<Record<string, Overwrite>> = {
  rfc3164: syslogPrefix,
  rfc3339: syslogPrefix,
  rfc5424: syslogPrefix,
  'journal-short': syslogPrefix,
  'busybox-syslog': syslogPrefix,
  dmesg: printkPrefix,
  console: printkPrefix,
  // Nothing comes between the fragments of a line, `c` and `+`.
  kmsg: prefixed(/^\d+,\d+,\d+,-[^;\n]*;/),
  'dmesg-time': prefixed(/^\[\S{2,4} [^\]]{17,22}\] /),
  'dmesg-iso': prefixed(/^(?:kern *:\w+ *: )?\d{4}-\d\d-\d\dT\S+ /),
  'dmesg-decode': prefixed(/^kern *:\w+ *: (?:\[ *\d+\.\d{6}\] |\d{4}-\d\d-\d\dT\S+ )?/),
  'dmesg-reltime': prefixed(/^\[(?:\w{3} ?\d+ \d\d:\d\d| *\+\d+\.\d{6})\] /),
  cri: prefixed(/^\S+ (?:stdout|stderr) F /),
  plain: prefixed(/^/),
  'docker-json'(line, words) {
    return /^\{.*\}$/.test(line) ? JSON.stringify({ ...JSON.parse(line), log: `${words}\n` }) : null;
  },
  'journal-json'(line, words) {
    if (!/^\{.*\}$/.test(line)) return null;
    const entry = JSON.parse(line) as { _TRANSPORT?: unknown };
    return entry._TRANSPORT === 'kernel' ? JSON.stringify({ ...entry, MESSAGE: words }) : null;
  },
};

/** The log with a foreign message before every one, in the framing, at the time and by the writer of that one. */
export function withNoise(bytes: Buffer, format: string | null): Buffer | null {
  const overwrite = overwriters[format ?? ''];
  if (overwrite === undefined) return null;
  let messages = 0;
  const lines = bytes
    .toString('latin1')
    .split('\n')
    .flatMap((line) => {
      const words = chatter[messages % chatter.length] ?? '';
      const foreign = overwrite(line.replace(/\r$/, ''), words);
      if (foreign === null) return [line];
      messages += 1;
      return [foreign, line];
    });
  return messages === 0 ? null : Buffer.from(lines.join('\n'), 'latin1');
}
