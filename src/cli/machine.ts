import type { Context } from './command.ts';
import { exitCodes, KnownError } from './errors.ts';
import { type Examined, examine } from './examine.ts';
import { journalPath, type LogPlaces, ownLogs, usualPlaces } from './own-logs.ts';
import type { Plan } from './plan.ts';

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
 * Examines this machine's own logs. They tell the same events several times, so trouble with one place is told, and
 * counts, only where no other was seen whole (or with --verbose).
 *
 * @throws KnownError where nothing was seen and nothing was found: silence then means nothing
 */
export async function examineMachine(
  { plan, context }: { readonly plan: Plan; readonly context: Context },
  places: LogPlaces = usualPlaces,
): Promise<Examined> {
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
  const { analysis, reading } = examined;
  const seen = reading.coverage.some(
    ({ path, format, lines }) => format !== null && lines > 0 && !(journalDenied && path === journalPath),
  );
  if (!seen || plan.verbose) for (const trouble of troubles) notices.problem(trouble);
  if (!seen && analysis.incidents.length === 0) throw unseen(troubles, absent);
  return { analysis, reading: { ...reading, problems: seen ? [] : troubles } };
}
