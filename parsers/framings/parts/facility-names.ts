/** Names of syslog facilities as dmesg, busybox and logread print them; the index is the number. */
const facilities = [
  'kern', 'user', 'mail', 'daemon', 'auth', 'syslog', 'lpr', 'news', 'uucp', 'cron', 'authpriv', 'ftp',
  'res0', 'res1', 'res2', 'res3', 'local0', 'local1', 'local2', 'local3', 'local4', 'local5', 'local6', 'local7',
]; // biome-ignore format: a table

const severities = ['emerg', 'alert', 'crit', 'err', 'warn', 'notice', 'info', 'debug'];

const facilityByName = new Map(facilities.map((name, number) => [name, number]));
const severityByName = new Map([
  ...severities.map((name, number) => [name, number] as const),
  ['panic', 0] as const,
  ['error', 3] as const,
  ['warning', 4] as const,
]);

/** Number of a facility name, or -1. */
export function facilityOf(name: string): number {
  return facilityByName.get(name) ?? -1;
}

/** Number of a severity name, or -1. */
export function severityOf(name: string): number {
  return severityByName.get(name) ?? -1;
}
