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
  tz: { value: 'ZONE', text: 'zone of logs that name none, and of the times shown' },
  year: { value: 'YYYY', text: 'year of the first line where the log writes no year' },
  'page-size': { value: 'SIZE', text: 'page size where the log does not prove one: 4k, 16k, 64k' },
  jobs: { value: 'N', text: 'threads that scan big files ahead: 1 is none, 2 the most' },
  samples: { value: 'PATH', multiple: true, text: 'memory samples that lie elsewhere (repeatable)' },
  db: { value: 'FILE', text: 'timeline file (SQLite) to fill or to read' },
  reparse: { text: 'renew what an older version of oomtrail read' },
  format: { value: 'NAME', text: 'output format' },
  json: { short: 'j', text: 'the same as --format json' },
  jsonl: { text: 'the same as --format jsonl' },
  output: { short: 'o', value: 'FILE', text: 'write to FILE instead of standard output' },
  color: { value: 'WHEN', text: 'auto, always or never (--no-color is never)' },
  'no-color': { text: 'the same as --color never' },
  ascii: { text: 'draw with ASCII characters only' },
  quiet: { short: 'q', text: 'no progress and no hints' },
  verbose: { short: 'v', text: 'list every file read' },
  start: { value: 'T', text: 'time of the first sample where none is written' },
  interval: { value: 'SPAN', text: 'time between samples where none is written: 10s, 1m' },
  offset: { value: 'SPAN', text: 'move the samples in time, as in --offset=-2h' },
  unit: { value: 'UNIT', text: 'unit of bare numbers: B KiB MiB GiB kB MB GB %' },
  'time-regex': { value: 'RE', text: 'where the time stands in a home-made log' },
  'value-regex': { value: 'RE', text: 'where the value stands in a home-made log' },
  saved: { value: 'NAME', text: 'run a saved query' },
  list: { text: 'list the saved queries' },
  nagios: { text: 'one status line, and the exit status of Nagios' },
  'fail-on': { value: 'WHAT', text: 'what counts: any, kills, oom, alloc, hung, userspace' },
  raw: { text: 'the lines of the log too' },
  detect: { value: 'FILE', text: 'say how FILE would be read, and why' },
  schema: { value: 'NAME', text: 'print the JSON Schema of record, sample, analysis or report' },
  ignore: { value: 'FIELD', multiple: true, text: 'leave this out of the comparison, e.g. incidents.*.title' },
  to: { value: 'DIR', text: 'the corpus that gets the new case' },
  name: { value: 'NAME', text: 'name of the new case' },
  why: { value: 'TEXT', text: 'what would go unnoticed without the new case' },
  incident: { value: 'WHICH', text: 'this one alone: latest, worst, a number or an id' },
  redact: { text: 'pseudonyms for hosts, users, programs, paths, addresses' },
  names: { value: 'FILE', text: 'write which pseudonym stands for which name' },
  plots: { value: 'DIR', text: 'write each chart as a picture into DIR' },
  exec: { value: 'CMD', text: 'run CMD for each event, JSON on its stdin (no shell)' },
  'exec-shell': { value: 'LINE', text: 'the same through /bin/sh -c' },
  'exec-timeout': { value: 'SPAN', text: 'end a hook that runs longer (30s)' },
  webhook: { value: 'URL', text: 'post each event to URL, again until it is taken' },
  'webhook-secret': { value: 'FILE', text: 'sign what is posted (HMAC-SHA256) with the secret in FILE' },
  metrics: { value: 'ADDR', text: 'serve Prometheus metrics at [HOST:]PORT; HOST is 127.0.0.1' },
  textfile: { value: 'FILE', text: "write metrics for node_exporter's textfile collector" },
  prometheus: { value: 'URL', text: 'sample a node_exporter or Prometheus server too' },
  'no-tui': { text: 'lines, on a terminal too' },
  once: { value: 'N', text: 'end after N incidents' },
  'from-start': { text: 'read what is there already, too' },
  'no-sampler': { text: 'measure nothing, only follow logs' },
  'oom-score-adj': { value: 'N', text: 'protect this process from the OOM killer: -999 to 1000 (-500)' },
  retention: { value: 'SPAN', text: 'keep samples so long (7d)' },
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
