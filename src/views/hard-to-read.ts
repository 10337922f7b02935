/** Framings whose lines read badly: a person wants the message, not its JSON or the fields around it. */
export const hardToRead: ReadonlySet<string> = new Set([
  'journal-json',
  'journal-export',
  'journal-verbose',
  'json-export',
  'csv-export',
  'yaml-export',
  'logfmt',
  'dmesg-json',
  'docker-json',
  'kmsg',
]);
