import type { MergedEvent } from '../merge/event.ts';
import type { Gist } from '../merge/gist.ts';
import { createReportText, stallNames } from './report-titles.ts';
import type { Scope } from './scope.ts';
import { createFailureText, createHungText, createOomText, createUserspaceText } from './title-parts.ts';

/** One event in a few words: `OOM kill of mysqld, pid 4242`. */
export function describeEvent({ gist }: MergedEvent): string {
  switch (gist.kind) {
    case 'oom-kill': {
      const [victim] = gist.victims;
      return victim
        ? `OOM kill of ${victim.comm}, pid ${victim.pid}`
        : `OOM report of ${gist.trigger === null ? 'no task' : (gist.trigger.comm ?? 'an unnamed task')}`;
    }
    case 'alloc-failure':
      return `failed allocation of ${gist.comm ?? 'an unnamed task'}`;
    case 'hung-task':
      return `hung task ${gist.comm}, pid ${gist.pid}`;
    case 'stall':
      return `${stallNames[gist.variant]} of ${gist.comm ?? 'an unnamed task'}`;
    default:
      return `${gist.kind} record`;
  }
}

/** What happened, in one sentence without a judgement. Events are told in order of time. */
export interface Title {
  add(event: MergedEvent): void;
  text(): string;
}

export function createTitle(scope: Scope): Title {
  const ooms = createOomText(scope);
  const userspace = createUserspaceText();
  const failures = createFailureText();
  const hangs = createHungText();
  const reports = createReportText();
  let firstKind: Gist['kind'] | null = null;
  return {
    add({ kind, gist }) {
      firstKind ??= kind;
      if (gist.kind === 'oom-kill') ooms.add(gist);
      if (gist.kind === 'userspace-kill') userspace.add(gist);
      if (gist.kind === 'alloc-failure') failures.add(gist);
      if (gist.kind === 'hung-task') hangs.add(gist);
      reports.add(gist);
    },
    text() {
      const [kills, killers, failed] = [ooms.text(), userspace.text(), failures.text()];
      const before = failed !== null && firstKind === 'alloc-failure' ? `${failed}, then ` : '';
      if (kills !== null) return sentence(`${before}${kills}${killers === null ? '' : `; ${killers}`}`);
      if (killers !== null) return sentence(`${before}${killers}`);
      return sentence(failed ?? hangs.text() ?? reports.text());
    },
  };
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
