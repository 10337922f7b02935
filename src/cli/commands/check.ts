import type { RecordKind } from '../../../parsers/model/record.ts';
import type { Incident } from '../../diagnosis/analysis.ts';
import type { Listed } from '../../diagnosis/shelf.ts';
import { KnownError } from '../../errors.ts';
import type { Examined } from '../../examination/examine.ts';
import { readSomething } from '../../examination/inputs.ts';
import { counted } from '../../views/quantities.ts';
import { cleanText } from '../../views/sanitize.ts';
import type { Command, Context } from '../command.ts';
import type { FailureClass, Plan } from '../plan.ts';
import { periodOptions, undatedLogOptions } from '../words/options.ts';
import { withTimelineOperand } from '../words/timeline-operand.ts';

const kindsOf: Readonly<Record<Exclude<FailureClass, 'any' | 'kills'>, readonly RecordKind[]>> = {
  oom: ['oom-kill'],
  alloc: ['alloc-failure'],
  hung: ['hung-task', 'stall'],
  userspace: ['userspace-kill'],
};

/** Whether an incident is of the class that `--fail-on` names. */
export function counts(incident: Incident, failOn: FailureClass): boolean {
  if (failOn === 'any') return true;
  if (failOn === 'kills') return incident.kills > 0;
  return incident.kinds.some((kind) => kindsOf[failOn].includes(kind));
}

interface Finding {
  readonly incidents: number;
  readonly kills: number;
  /** Its title; null where there is none. */
  readonly worst: string | null;
  readonly reading: 'whole' | 'gaps' | 'nothing';
}

function findingOf(incidents: Iterable<Incident>, failOn: FailureClass, reading: Finding['reading']): Finding {
  let [count, kills] = [0, 0];
  let worst: string | null = null;
  for (const incident of incidents) {
    if (!counts(incident, failOn)) continue;
    count += 1;
    kills += incident.kills;
    worst ??= incident.title;
  }
  return { incidents: count, kills, worst, reading };
}

function statusLine({ incidents, worst, reading }: Finding): string {
  if (reading === 'nothing' && worst === null) return 'nothing could be read';
  const gaps = reading === 'whole' ? '' : ' (not everything could be read)';
  if (worst === null) return `no incident${gaps}`;
  return `${counted(incidents, 'incident')}, worst: ${cleanText(worst)}${gaps}`;
}

/** The plugin protocol: one line, performance data behind the bar (which therefore may not stand in the text). */
function nagios(finding: Finding): { readonly status: 0 | 1 | 2 | 3; readonly line: string } {
  const { incidents, kills, reading } = finding;
  const status = kills > 0 ? 2 : incidents > 0 ? 1 : reading === 'whole' ? 0 : 3;
  const word = (['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const)[status];
  const text = statusLine(finding).replaceAll('|', '/');
  return { status, line: `OOM ${word} - ${text} | incidents=${incidents};;;0 kills=${kills};;;0` };
}

/** The PATHs, the timeline file, or else this machine's own logs. */
async function examineAsked(plan: Plan, context: Context): Promise<Examined<Listed<Incident>>> {
  if (plan.operands.length === 0 && plan.db === null) {
    const { examineMachine } = await import('../reading/machine.ts');
    return examineMachine({ plan, context });
  }
  const { examine } = await import('../../examination/examine.ts');
  return examine(plan.operands.length === 0 ? null : plan.operands, { plan, context });
}

/** For cron and monitoring: one line and an exit status. */
export const check: Command = {
  name: 'check',
  summary: 'For cron and monitoring: one line, exit status 1 on incidents',
  usage: 'check [PATH...] [options]',
  examples: [
    'oomtrail check --since "1h ago" || mail -s OOM root',
    'oomtrail check /var/log/kern.log --fail-on kills',
    'oomtrail check --nagios --since "10 min ago"',
  ],
  notes: ["Without PATH: this machine's own logs. Exit status: oomtrail help exit-codes."],
  options: [...periodOptions, 'fail-on', 'nagios', 'db', ...undatedLogOptions],
  formats: [],
  operands: { least: 0, most: Number.POSITIVE_INFINITY },
  async run(typed, context) {
    const plan = withTimelineOperand(typed);
    const examined = await examineAsked(plan, context).catch((error: unknown) => {
      if (plan.nagios && error instanceof KnownError) return error;
      throw error;
    });
    if (examined instanceof KnownError) {
      await context.out.write(`OOM UNKNOWN - ${cleanText(examined.message).replaceAll('|', '/')}\n`);
      return { found: false, read: false, problems: [], nagios: 3 };
    }
    const { analysis, reading } = examined;
    const read = plan.db !== null || readSomething(reading);
    const extent = reading.problems.length === 0 ? 'whole' : 'gaps';
    const finding = findingOf(analysis.incidents, plan.failOn, read ? extent : 'nothing');
    if (plan.nagios) {
      const { status, line } = nagios(finding);
      await context.out.write(`${line}\n`);
      return { found: false, read, problems: reading.problems, nagios: status };
    }
    if (!plan.quiet) await context.out.write(`${statusLine(finding)}\n`);
    return { found: finding.incidents > 0, read, problems: reading.problems };
  },
};
