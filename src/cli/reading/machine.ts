import type { Incident } from '../../diagnosis/analysis.ts';
import { type Listed, mapped } from '../../diagnosis/shelf.ts';
import { exitCodes, KnownError } from '../../errors.ts';
import { type Examined, examine } from '../../examination/examine.ts';
import { inPeriod } from '../../examination/in-period.ts';
import type { FileCoverage } from '../../ingest/sink.ts';
import { formatSpan } from '../../views/quantities.ts';
import type { AnalysisList } from '../../views/view.ts';
import type { Context } from '../command.ts';
import type { Plan } from '../plan.ts';
import { journalPath, type LogPlaces, ownLogs, usualPlaces } from './own-logs.ts';

/** Silence of logs that nobody could see is no "no". */
function unseen(troubles: readonly KnownError[], absent: readonly string[]): KnownError {
  const denied = troubles.length > 0 && troubles.every(({ exitCode }) => exitCode === exitCodes.permission);
  const reasons = absent.length === 0 ? '' : ` (${absent.join('; ')})`;
  return new KnownError(`cannot say: this machine's kernel logs cannot be seen${reasons}`, {
    exitCode: denied ? exitCodes.permission : exitCodes.unusable,
    hint: denied
      ? 'Run it with sudo.'
      : 'Name the logs to read: oomtrail analyze PATH, or pipe them in: sudo dmesg | oomtrail -',
  });
}

/**
 * The ring buffer counts from boot, and this machine's boot is known: its incidents get a wall clock, which suspends may
 * have put off, hence `inferred`. What it has overwritten is said.
 */
function onWallClock(analysis: AnalysisList, plan: Plan, coverage: readonly FileCoverage[]): AnalysisList {
  const { bootMs } = plan;
  const ring = coverage.find(({ format }) => format === 'kmsg');
  const overwrittenSeconds = (ring?.monotonicFromUs ?? 0) / 1e6;
  const notes =
    overwrittenSeconds > 60
      ? [
          `the kernel's ring buffer begins ${formatSpan(overwrittenSeconds)} after boot: earlier messages are overwritten`,
        ]
      : [];
  const withClock = (incident: Incident): Incident => {
    const { start, startMonotonicSeconds: seconds } = incident;
    if (start !== null || seconds === null || bootMs === null) return incident;
    const time = new Date(bootMs + seconds * 1000).toISOString().replace('Z', '000Z');
    return { ...incident, start: time, end: time, timeBasis: 'inferred' };
  };
  const incidents = mapped(analysis.incidents, withClock);
  return { ...analysis, incidents: inPeriod(incidents, plan), notes: [...analysis.notes, ...notes] };
}

/**
 * Examines this machine's own logs. They tell the same events several times, so trouble with one place is told, and
 * counts, only where no other was seen whole (or with --verbose).
 *
 * @throws KnownError where nothing was seen and nothing was found: silence then means nothing
 */
export async function examineMachine(
  { plan, context }: { readonly plan: Plan; readonly context: Context },
  places: LogPlaces = usualPlaces,
): Promise<Examined<Listed<Incident>>> {
  const absent: string[] = [];
  const troubles: KnownError[] = [];
  const { notices } = context;
  let journalDenied = false;
  const listener = {
    absent: (what: string) => void absent.push(what),
    journalDenied: () => {
      journalDenied = true;
    },
  };
  const examined = await examine((problem) => ownLogs(places, plan.sinceUs, { problem, ...listener }), {
    plan,
    context: { ...context, notices: { ...notices, problem: (error) => void troubles.push(error) } },
  });
  const { reading } = examined;
  const analysis = onWallClock(examined.analysis, plan, reading.coverage);
  const seen = reading.coverage.some(
    ({ path, format, lines }) => format !== null && lines > 0 && !(journalDenied && path === journalPath),
  );
  if (!seen || plan.verbose) for (const trouble of troubles) notices.problem(trouble);
  if (!seen && analysis.incidents.length === 0) throw unseen(troubles, absent);
  return { analysis, reading: { ...reading, problems: seen ? [] : troubles } };
}
