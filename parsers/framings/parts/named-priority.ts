import { facilityOf, severityOf } from './facility-names.ts';

/** `kern.warn`, the priority by name that busybox syslogd and OpenWrt's logread write before the tag. */
export interface NamedPriority {
  /** True if `facility.severity ` stands at `at`; `end` is behind the space. */
  read(text: string, at: number): boolean;
  readonly facility: number;
  readonly severity: number;
  readonly end: number;
}

const longestWord = 'authpriv.warning'.length;

export function namedPriority(): NamedPriority {
  const found = { facility: 0, severity: 0, end: 0, read };
  return found;

  function read(text: string, at: number): boolean {
    const end = text.indexOf(' ', at);
    if (end < 0 || end > at + longestWord) return false;
    const dot = text.indexOf('.', at);
    if (dot < 0 || dot > end) return false;
    found.facility = facilityOf(text.slice(at, dot));
    found.severity = severityOf(text.slice(dot + 1, end));
    found.end = end + 1;
    return found.facility >= 0 && found.severity >= 0;
  }
}
