/** How an option is typed and explained. `value` is the word that stands for its value in the help; absent for switches. */
export interface OptionSpec {
  readonly short?: string;
  readonly value?: string;
  /** May be given several times. */
  readonly multiple?: boolean;
  readonly text: string;
}

/** Every option of every command. A name means the same thing everywhere; a command lists the names it takes. */
export const options = {
  since: { short: 'S', value: 'T', text: 'from this time on: RFC 3339, "2h ago", yesterday, boot' },
  until: { short: 'U', value: 'T', text: 'up to this time' },
  tz: { value: 'ZONE', text: 'time zone of logs that state none, and of the output' },
  year: { value: 'YYYY', text: 'year of the first line, for logs without years' },
  'page-size': { value: 'SIZE', text: 'page size where the log does not prove one: 4k, 16k, 64k' },
  jobs: { value: 'N', text: 'threads that read, scan and unpack files; 1: no others' },
  samples: { value: 'PATH', multiple: true, text: 'memory samples kept elsewhere (repeatable)' },
  db: { value: 'FILE', text: 'timeline file (SQLite) to fill or to read' },
  reparse: { text: 'reread what an older version of oomtrail has read' },
  format: { value: 'NAME', text: 'output format' },
  json: { short: 'j', text: 'the same as --format json' },
  jsonl: { text: 'the same as --format jsonl' },
  output: { short: 'o', value: 'FILE', text: 'write to FILE instead of standard output' },
  color: { value: 'WHEN', text: 'auto, always or never' },
  'no-color': { text: 'the same as --color never' },
  ascii: { text: 'draw with ASCII characters only' },
  quiet: { short: 'q', text: 'no progress line, no hints' },
  verbose: { short: 'v', text: 'list every file read' },
  start: { value: 'T', text: 'time of the first sample, where the file has no times' },
  interval: { value: 'SPAN', text: 'time between samples, where the file has no times: 10s' },
  offset: { value: 'SPAN', text: 'shift the samples in time, as in --offset=-2h' },
  unit: { value: 'UNIT', text: 'unit of bare numbers: B KiB MiB GiB kB MB GB %' },
  'time-regex': { value: 'RE', text: 'where the time is in a home-made log' },
  'value-regex': { value: 'RE', text: 'where the value is in a home-made log' },
  saved: { value: 'NAME', text: 'run a saved query' },
  list: { text: 'list the saved queries' },
  nagios: { text: 'one status line, and an exit status for Nagios' },
  'fail-on': { value: 'WHAT', text: 'what counts: any, kills, oom, alloc, hung, userspace' },
  raw: { text: 'the log lines as well' },
  detect: { value: 'FILE', text: 'say how FILE would be read, and why' },
  schema: { value: 'NAME', text: 'print the JSON Schema of record, sample, analysis or report' },
  ignore: { value: 'FIELD', multiple: true, text: 'do not compare this field, e.g. incidents.*.title' },
  to: { value: 'DIR', text: 'corpus to add the case to' },
  name: { value: 'NAME', text: 'name of the new case' },
  why: { value: 'TEXT', text: 'what would go unnoticed without this case' },
  incident: { value: 'WHICH', text: 'only this one: latest, worst, a number or an id' },
  redact: { text: 'pseudonyms for hosts, users, programs, paths, addresses' },
  names: { value: 'FILE', text: 'keep the key: which pseudonym stands for which name' },
  plots: { value: 'DIR', text: 'write each chart as an image into DIR' },
  exec: { value: 'CMD', text: 'run CMD on each event, JSON on its stdin (no shell)' },
  'exec-shell': { value: 'LINE', text: 'the same through /bin/sh -c' },
  'exec-timeout': { value: 'SPAN', text: 'stop a hook that runs longer than this (30s)' },
  webhook: { value: 'URL', text: 'POST each event to URL, again until it is accepted' },
  'webhook-secret': { value: 'FILE', text: 'sign each POST (HMAC-SHA256) with the secret in FILE' },
  metrics: { value: 'ADDR', text: 'serve Prometheus metrics on [HOST:]PORT (127.0.0.1)' },
  textfile: { value: 'FILE', text: "write metrics for node_exporter's textfile collector" },
  prometheus: { value: 'URL', text: 'also sample a node_exporter or Prometheus server' },
  'no-tui': { text: 'print lines even on a terminal' },
  once: { value: 'N', text: 'exit after N incidents' },
  'from-start': { text: 'also read what is already in the logs' },
  'no-sampler': { text: 'only follow logs, measure nothing' },
  'oom-score-adj': { value: 'N', text: 'protect this process from the OOM killer: -999 to 1000 (-500)' },
  retention: { value: 'SPAN', text: 'how long to keep samples (7d)' },
  help: { short: 'h', text: 'show this help' },
  version: { short: 'V', text: 'show the version' },
} as const satisfies Record<string, OptionSpec>;

export type OptionName = keyof typeof options;

export const optionNames = Object.keys(options) as readonly OptionName[];

/** Understood by every command. */
export const commonOptions: readonly OptionName[] = [
  'color',
  'no-color',
  'jobs',
  'quiet',
  'verbose',
  'help',
  'version',
];

/** Options that several commands take together. */
export const periodOptions = ['since', 'until'] as const satisfies readonly OptionName[];
/** For logs that leave out what times and sizes need. */
export const undatedLogOptions = ['tz', 'year', 'page-size'] as const satisfies readonly OptionName[];
/** For samples that leave out when they were taken and in which unit. */
export const undatedSampleOptions = [
  'start',
  'interval',
  'unit',
  'time-regex',
  'value-regex',
] as const satisfies readonly OptionName[];
export const formatOptions = ['format', 'json', 'jsonl', 'output'] as const satisfies readonly OptionName[];
