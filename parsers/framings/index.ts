import { appLog } from './app-log.ts';
import { busyboxSyslog } from './busybox-syslog.ts';
import { consoleCapture } from './console.ts';
import { cri } from './cri.ts';
import { csvExport } from './csv-export.ts';
import { dmesg } from './dmesg.ts';
import { dmesgDecode } from './dmesg-decode.ts';
import { dmesgIso } from './dmesg-iso.ts';
import { dmesgJson } from './dmesg-json.ts';
import { dmesgReltime } from './dmesg-reltime.ts';
import { dmesgTime } from './dmesg-time.ts';
import { dockerJson } from './docker-json.ts';
import type { Framing } from './framing.ts';
import { journalExport } from './journal-export.ts';
import { journalJson } from './journal-json.ts';
import { journalShort } from './journal-short.ts';
import { journalVerbose } from './journal-verbose.ts';
import { jsonExport } from './json-export.ts';
import { kmsg } from './kmsg.ts';
import { kubeEvents } from './kube-events.ts';
import { logcat } from './logcat.ts';
import { logfmt } from './logfmt.ts';
import { plain } from './plain.ts';
import { rfc3164 } from './rfc3164.ts';
import { rfc3339 } from './rfc3339.ts';
import { rfc5424 } from './rfc5424.ts';
import { syslogInTail } from './syslog-in-tail.ts';
import { talos } from './talos.ts';
import { vmwareLog } from './vmware-log.ts';
import { yamlExport } from './yaml-export.ts';

/** So loose that a line is theirs only if no other wants it. They become current only where no strict one was. */
export const lastResorts: ReadonlySet<Framing> = new Set([consoleCapture, appLog, plain]);

/**
 * Every framing. Order: strict ones first, since a line is read by the first that claims it. JSON and binary forms cannot be
 * mistaken; `cri`, `dmesg-iso`, `syslog-in-tail` and `vmware-log` are narrower cases of the date of `rfc3339`, `busybox-syslog` of `rfc3164`; `journal-short`
 * takes `[stamp] host kernel: ` out of `dmesg`; the last three take what is left, ever less of it proved.
 */
export const framings: readonly Framing[] = [
  dmesgJson,
  journalJson,
  dockerJson,
  jsonExport,
  csvExport,
  yamlExport,
  journalExport,
  journalVerbose,
  kmsg,
  rfc5424,
  cri,
  dmesgIso,
  syslogInTail,
  vmwareLog,
  rfc3339,
  busyboxSyslog,
  rfc3164,
  dmesgDecode,
  talos,
  logfmt,
  logcat,
  dmesgTime,
  journalShort,
  dmesgReltime,
  dmesg,
  kubeEvents,
  ...lastResorts,
];
