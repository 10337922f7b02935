import { CONTAINERD, DOCKER, KUBELET } from '../../parsers/records/blocks/writer.ts';

const killers = ['systemd-oomd', 'earlyoom', 'nohang', 'nohang-desktop', 'oomd'];
const programs = [...new Set([...killers, ...KUBELET, ...CONTAINERD, ...DOCKER])];

/**
 * Matches for `journalctl` that let through the kernel, the service manager, and the programs that kill or that report a
 * killed unit or container: little beside a whole journal. What programs say of themselves (`app-oom`) stays behind.
 */
export const journalMatches: readonly string[] = [
  '_TRANSPORT=kernel',
  '_PID=1',
  ...programs.map((name) => `SYSLOG_IDENTIFIER=${name}`),
].flatMap((match, index) => (index === 0 ? [match] : ['+', match]));
