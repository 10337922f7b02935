import type { Writer } from '../../model/entry.ts';
import { epochStamp } from '../../time/epoch.ts';
import { type EntryHead, unknownHead } from './entry.ts';

/** The fields that are read, the message included. */
const names = [
  'MESSAGE',
  'MESSAGE_ID',
  'PRIORITY',
  'SYSLOG_FACILITY',
  'SYSLOG_IDENTIFIER',
  'SYSLOG_PID',
  '_BOOT_ID',
  '_COMM',
  '_HOSTNAME',
  '_PID',
  '_SOURCE_MONOTONIC_TIMESTAMP',
  '_SOURCE_REALTIME_TIMESTAMP',
  '_SYSTEMD_UNIT',
  '_TRANSPORT',
  '__REALTIME_TIMESTAMP',
] as const;

export const journalFieldNames: ReadonlySet<string> = new Set(names);

/** The fields of one journal entry by name, each as text; a field that journalctl left out as too long is absent. */
export type JournalFields = (name: (typeof names)[number]) => string | null;

/**
 * Head of a journal entry.
 *
 * Writer: journald alone sets `_TRANSPORT`, so `kernel` with the kernel's facility is proved; the same transport with another
 * facility is a user's write to /dev/kmsg, and every other transport is a program's. An entry without `_TRANSPORT`
 * (journalctl --output-fields) is `unproved` if it calls itself `kernel` and no process is named.
 *
 * The kernel's clock is `_SOURCE_MONOTONIC_TIMESTAMP`, which journald takes from the printk stamp; `__MONOTONIC_TIMESTAMP` is
 * when journald read the line and may be a second later.
 */
export function journalHead(field: JournalFields): EntryHead {
  const realtimeUs = integer(field('_SOURCE_REALTIME_TIMESTAMP')) ?? integer(field('__REALTIME_TIMESTAMP'));
  const isKernel = field('_TRANSPORT') === 'kernel';
  return Object.assign(unknownHead(), {
    writer: writerOf(field),
    stamp: realtimeUs === null ? null : epochStamp(realtimeUs),
    monotonicUs: isKernel ? integer(field('_SOURCE_MONOTONIC_TIMESTAMP')) : null,
    host: field('_HOSTNAME'),
    bootId: field('_BOOT_ID'),
    tag: field('SYSLOG_IDENTIFIER') ?? field('_COMM'),
    pid: integer(field('_PID')) ?? integer(field('SYSLOG_PID')),
    unit: field('_SYSTEMD_UNIT'),
    messageId: field('MESSAGE_ID'),
    severity: integer(field('PRIORITY')),
  });
}

function writerOf(field: JournalFields): Writer {
  const transport = field('_TRANSPORT');
  const facility = field('SYSLOG_FACILITY');
  if (transport === 'kernel') return facility === null || facility === '0' ? 'kernel' : 'user';
  if (transport !== null || field('_PID') !== null || field('SYSLOG_PID') !== null) return 'user';
  return field('SYSLOG_IDENTIFIER') === 'kernel' && (facility === null || facility === '0') ? 'unproved' : 'user';
}

function integer(text: string | null): number | null {
  if (text === null || !/^\d{1,16}$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}
