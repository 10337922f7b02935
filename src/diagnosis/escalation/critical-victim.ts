import type { EscalationRule } from './rule.ts';

/** Without these nobody gets in, and nothing is started or logged any more. */
const critical: ReadonlySet<string> = new Set([
  'sshd',
  'systemd',
  'systemd-journal',
  'systemd-logind',
  'dbus-daemon',
  'init',
  'kubelet',
  'containerd',
  'dockerd',
]);

/** R9: not enough memory for what the system itself must do. */
export const criticalVictim: EscalationRule = ({ incident, exhibit }) => {
  const signs = [
    ...incident.victims
      .filter(({ comm }) => critical.has(comm))
      .slice(0, 2)
      .map(({ comm, pid }) => `${comm} (pid ${pid}) was killed`),
    ...(exhibit.report?.panic ? ['the kernel panicked'] : []),
    ...(exhibit.report?.outcome === 'no-killable' ? ['nothing was left to kill'] : []),
    ...(exhibit.failures.some(({ order }) => order === 0) ? ['a request for a single page failed'] : []),
    ...(exhibit.report?.victims.some(({ reaped }) => reaped === 'unable')
      ? ['the reaper could not free the memory of a victim']
      : []),
    ...(exhibit.hangs.length > 0 && exhibit.report ? [`${exhibit.hangs.length} tasks hung beside the kill`] : []),
  ];
  return signs.length === 0
    ? null
    : { text: 'Escalate: no memory was left for what the system itself must do.', measured: signs.join('; ') };
};
