import { type Adviser, prevent } from '../advice.ts';

/** Whatever the cause. */
export const sampleNextTime: Adviser = ({ exhibit }) =>
  exhibit.groups.length > 0
    ? null
    : prevent(
        'Sample processes every minute for the next time: atop, pidstat -r 60, node_exporter with process-exporter, or "oomtrail live"',
        exhibit.history === null ? 'no samples belong to this incident' : 'no samples of single processes',
      );

export const alertEarly: Adviser = ({ incident }) =>
  incident.scope === 'none'
    ? null
    : prevent(
        'Alert before the end: available memory below 20 % for 10 min, below 10 % for 5 min, memory pressure (PSI full avg60) above 10 %, and on every count of oom_kill in /proc/vmstat',
        "the escalation's own thresholds",
      );
