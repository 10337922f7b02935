import { counted, formatBytes, formatSpan } from '../../quantities.ts';
import type { Dossier, Place } from '../dossier.ts';
import type { Statement } from '../model.ts';
import { mainPlace } from './main-place.ts';
import { say } from './reference.ts';

const mostShown = 12;

/** Whom it hit: processes, units and pods, and how long they were away where the log shows it. */
export function impactOf(dossier: Dossier): Statement[] {
  const { incident, exhibit, restarts } = dossier;
  const statements: Statement[] = [];
  const { kills, victims, workload } = incident;
  if (kills > 0) {
    const freed = victims.reduce((sum, victim) => sum + (victim.anonRssBytes ?? 0), 0);
    statements.push(
      say(
        `${counted(kills, 'process', 'processes')} killed${freed > 0 ? `; ${kills === 1 ? 'it' : 'together they'} held ${formatBytes(freed)} of anonymous memory` : ''}.`,
        mainPlace(dossier),
      ),
    );
  }
  if (workload !== null && workload.kind !== 'root') {
    const pod = workload.podUid === null ? '' : `, pod ${workload.podUid}`;
    statements.push(say(`The limit belongs to ${workload.name} (${workload.kind}${pod}).`, mainPlace(dossier)));
  }
  const units = new Map<string, Place>();
  for (const record of exhibit.records) {
    if (record.kind !== 'unit-oom' && record.kind !== 'unit-signal-kill') continue;
    const name = record.unit ?? record.pod ?? record.container;
    if (name !== null && !units.has(name)) units.set(name, record.source);
  }
  const all = [...units];
  for (const [name, place] of all.slice(0, mostShown)) {
    const back = restarts.filter(({ unit }) => unit === name);
    const away = back.reduce((sum, { downSeconds }) => sum + downSeconds, 0);
    statements.push(
      back.length > 0
        ? say(
            `${name} was hit; it started again ${counted(back.length, 'time')}, away for ${formatSpan(away)} in all by the log.`,
            place,
            ...back.map((restart) => restart.place),
          )
        : say(`${name} was hit; the log does not show it starting again.`, place),
    );
  }
  if (all.length > mostShown) statements.push(say(`And ${counted(all.length - mostShown, 'more unit')}.`));
  const hung = exhibit.hangs.length;
  if (hung > 0) {
    const longest = exhibit.hangs.reduce((most, hang) => (hang.blockedSeconds > most.blockedSeconds ? hang : most));
    statements.push(
      say(
        `${counted(new Set(exhibit.hangs.map(({ pid }) => pid)).size, 'task')} blocked, the longest for ${formatSpan(longest.blockedSeconds)} (${longest.comm}).`,
        longest.source,
      ),
    );
  }
  if (exhibit.failures.length > 0) {
    statements.push(
      say(
        `${counted(exhibit.failures.length, 'failed allocation')} reported; the kernel prints at most one in ten seconds, so there may have been more.`,
        exhibit.failures[0]?.source,
      ),
    );
  }
  return statements.length === 0 ? [say('The log shows nobody that was hit.')] : statements;
}
