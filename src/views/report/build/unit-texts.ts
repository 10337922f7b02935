import type { UnitOom } from '../../../../parsers/model/records/unit-oom.ts';
import type { UnitSignalKill } from '../../../../parsers/model/records/unit-signal-kill.ts';

/** What a manager calls the thing that it runs. */
export function unitName({ unit, pod, container }: Pick<UnitOom, 'unit' | 'pod' | 'container'>): string | null {
  return unit ?? pod ?? (container === null ? null : `container ${container}`);
}

const oomTexts: Readonly<Record<string, (name: string) => string>> = {
  'oom-notice': (name) => `a process of ${name} was killed by the OOM killer`,
  'oomd-kill': (name) => `systemd-oomd killed in ${name}`,
  'oom-kill': (name) => `${name} failed with result oom-kill`,
  'system-oom': () => 'the node ran out of memory',
  'task-oom': (name) => `out of memory in ${name}`,
  'init-oom-kill': (name) => `the first process of ${name} was killed by the OOM killer`,
};

/** What a service manager or container runtime says of memory in its unit, in words. */
export function unitOomText(record: UnitOom): string {
  const told = oomTexts[record.result] ?? ((name: string) => `${name}: ${record.result}`);
  const victim = record.comm === null ? '' : `: ${record.comm}${record.pid === null ? '' : ` (pid ${record.pid})`}`;
  return `${record.manager}: ${told(unitName(record) ?? 'one of its units')}${record.unit === null ? victim : ''}`;
}

export function unitSignalText(record: UnitSignalKill): string {
  return `${record.manager}: ${unitName(record) ?? 'one of its units'} ended by ${record.signal ?? `status ${record.exitStatus}`}`;
}
