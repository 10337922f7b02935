import type { CommandWords, LiveOptions } from '../../live/plan.ts';
import { usageError, type Words } from './args.ts';
import type { OptionName } from './options.ts';

const weekMs = 7 * 24 * 3_600_000;

/** Resolves the options of `live`. Throws a usage error for a value that makes no sense. */
export async function resolveLive({ values, switches }: Words): Promise<LiveOptions> {
  const one = (name: OptionName): string | null => values.get(name)?.[0] ?? null;

  async function span(name: OptionName, otherwiseMs: number): Promise<number> {
    const typed = one(name);
    if (typed === null) return otherwiseMs;
    const us = (await import('./since.ts')).parseInterval(typed);
    if (us === null || us <= 0) throw usageError(`--${name}: "${typed}" is not a time span`, 'Examples: 30s, 5m, 7d.');
    return us / 1000;
  }

  function whole(name: OptionName, least: number, greatest: number): number | null {
    const typed = one(name);
    if (typed === null) return null;
    const value = Number(typed);
    if (/^-?\d+$/.test(typed) && value >= least && value <= greatest) return value;
    throw usageError(`--${name}: "${typed}" is not a whole number`, `It takes ${least} to ${greatest}.`);
  }

  if (one('exec') !== null && one('exec-shell') !== null)
    throw usageError(
      '--exec and --exec-shell exclude each other',
      'Use --exec-shell for pipes and variables, else --exec.',
    );
  return {
    exec: execWords(one('exec'), one('exec-shell')),
    execTimeoutMs: await span('exec-timeout', 30_000),
    webhook: address('webhook', one('webhook')),
    webhookSecret: one('webhook-secret'),
    metrics: listenAddress(one('metrics')),
    textfile: one('textfile'),
    prometheus: address('prometheus', one('prometheus')),
    once: whole('once', 1, 1_000_000),
    fromStart: switches.has('from-start'),
    sampler: !switches.has('no-sampler'),
    oomScoreAdj: whole('oom-score-adj', -999, 1000),
    retentionMs: await span('retention', weekMs),
  };
}

/** Words apart at blanks; quotes hold together. No other character means anything: there is no shell. */
function execWords(plain: string | null, shell: string | null): CommandWords | null {
  if (shell !== null) return ['/bin/sh', '-c', shell];
  if (plain === null) return null;
  const words = [...plain.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
  const [program, ...args] = words;
  if (program === undefined || program === '')
    throw usageError('--exec: the command is empty', 'Example: --exec "notify-send oomtrail"');
  return [program, ...args];
}

function address(name: OptionName, typed: string | null): URL | null {
  if (typed === null) return null;
  const url = URL.parse(typed);
  if (url !== null && /^https?:$/.test(url.protocol)) return url;
  throw usageError(`--${name}: "${typed}" is not an http address`, 'It begins with http:// or https://.');
}

function listenAddress(typed: string | null): LiveOptions['metrics'] {
  if (typed === null) return null;
  const [, bracketed, plain, digits] = /^(?:(?:\[([^\]]+)\]|([^:]+)):)?(\d{1,5})$/.exec(typed) ?? [];
  const port = Number(digits);
  if (digits !== undefined && port <= 65_535) return { host: bracketed ?? plain ?? '127.0.0.1', port };
  throw usageError(
    `--metrics: "${typed}" is not an address to listen on`,
    'Examples: 9105, 127.0.0.1:9105, [::1]:9105.',
  );
}
