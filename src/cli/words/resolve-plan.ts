import { drawsUnicode } from '../../tui/terminal/unicode.ts';
import { failureClasses, type Plan, type Surroundings } from '../plan.ts';
import { usageError, type Words } from './args.ts';
import { wantsColour } from './colour.ts';
import { resolveLive } from './live-options.ts';
import type { OptionName } from './options.ts';
import { oneOf, parseJobs, parsePageSize, parsePattern, parseYear, parseZone, units } from './values.ts';

function resolveFormat(words: Words, formats: readonly string[]): string | null {
  const typed = words.values.get('format')?.[0];
  const chosen = new Set<string>();
  if (typed !== undefined) chosen.add(oneOf('format', typed, formats));
  if (words.switches.has('json')) chosen.add('json');
  if (words.switches.has('jsonl')) chosen.add('jsonl');
  if (chosen.size > 1) throw usageError(`two formats are asked for: ${[...chosen].join(' and ')}`, 'Name one of them.');
  return [...chosen][0] ?? null;
}

/** Width of the text: the terminal's, else COLUMNS, else 100; never below 40, and prose beyond 140 columns is hard to read. */
function resolveColumns({ stdoutColumns, env }: Surroundings): number {
  const columns = stdoutColumns ?? Number.parseInt(env.COLUMNS ?? '', 10);
  return Number.isNaN(columns) || columns <= 0 ? 100 : Math.min(140, Math.max(40, columns));
}

/**
 * Resolves the words. `formats` are those the command can write.
 * Throws a usage error (`KnownError`) for a value that makes no sense. Loads luxon only where a time is given.
 */
export async function resolvePlan(words: Words, formats: readonly string[], surroundings: Surroundings): Promise<Plan> {
  const one = (name: OptionName): string | null => words.values.get(name)?.[0] ?? null;
  const { machineZone } = surroundings;
  const typedZone = one('tz');
  const zone = typedZone === null ? null : parseZone(typedZone, machineZone);

  async function time(name: OptionName): Promise<number | null> {
    const typed = one(name);
    if (typed === null) return null;
    const { parseTime } = await import('./since.ts');
    const { nowMs, bootMs } = surroundings;
    return parseTime(typed, { nowMs, bootMs, zone: zone ?? machineZone }, name);
  }

  async function interval(): Promise<number | null> {
    const typed = one('interval');
    if (typed === null) return null;
    const us = (await import('./since.ts')).parseInterval(typed);
    if (us === null) throw usageError(`--interval: "${typed}" is not a time span`, 'Examples: 5s, 1m, 0.5s.');
    return us;
  }

  async function offset(): Promise<number | null> {
    const typed = one('offset');
    if (typed === null) return null;
    const [, sign, span = ''] = /^([+-]?)(.+)$/.exec(typed) ?? [];
    const us = (await import('./since.ts')).parseInterval(span);
    if (us === null)
      throw usageError(`--offset: "${typed}" is not a time span`, 'Examples: +5.5h, --offset=-3.2s, 90m.');
    return sign === '-' ? -us : us;
  }

  const sinceUs = await time('since');
  const untilUs = await time('until');
  if (sinceUs !== null && untilUs !== null && sinceUs >= untilUs) {
    throw usageError('--since is not before --until', 'Swap them, or leave one out.');
  }
  const pageSize = one('page-size');
  const pageSizeBytes = pageSize === null ? null : parsePageSize(pageSize);
  const jobs = one('jobs');
  const year = one('year');
  const unit = one('unit');
  const failOn = one('fail-on');
  const choice = words.switches.has('no-color')
    ? 'never'
    : oneOf('color', one('color') ?? 'auto', ['auto', 'always', 'never']);
  const output = one('output');
  const isTerminal = surroundings.stdoutIsTerminal && output === null;
  return {
    operands: words.operands,
    samplePaths: words.values.get('samples') ?? [],
    zone,
    machineZone,
    bootMs: surroundings.bootMs,
    year: year === null ? null : parseYear(year),
    sinceUs,
    untilUs,
    pageSizeBytes,
    jobs: jobs === null ? null : parseJobs(jobs),
    sampleOptions: {
      startUs: await time('start'),
      intervalUs: await interval(),
      unit: unit === null ? null : oneOf('unit', unit, units),
      timePattern: parsePattern('time-regex', one('time-regex')),
      valuePattern: parsePattern('value-regex', one('value-regex')),
      pageSizeBytes,
    },
    offsetUs: await offset(),
    db: one('db'),
    format: resolveFormat(words, formats),
    output: output === '-' ? null : output,
    colour: wantsColour(choice, { env: surroundings.env, isTerminal }),
    ascii: words.switches.has('ascii') || (isTerminal && !drawsUnicode(surroundings.env)),
    columns: resolveColumns(surroundings),
    quiet: words.switches.has('quiet'),
    verbose: words.switches.has('verbose'),
    stdinIsTerminal: surroundings.stdinIsTerminal,
    isTerminal,
    saved: one('saved'),
    reparse: words.switches.has('reparse'),
    list: words.switches.has('list'),
    nagios: words.switches.has('nagios'),
    failOn: failOn === null ? 'any' : oneOf('fail-on', failOn, failureClasses),
    raw: words.switches.has('raw'),
    detect: one('detect'),
    schema: one('schema'),
    ignore: words.values.get('ignore') ?? [],
    caseFolder: one('to'),
    caseName: one('name'),
    why: one('why'),
    live: await resolveLive(words),
    noScreens: words.switches.has('no-tui'),
    incident: one('incident'),
    plotsFolder: one('plots'),
    redact: words.switches.has('redact'),
    pseudonymsFile: one('names'),
  };
}
