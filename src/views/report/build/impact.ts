import { counted, formatBytes, formatSpan } from '../../quantities.ts';
import type { Dossier, Place, Restart } from '../dossier.ts';
import type { Statement } from '../model.ts';
import { freedBytes } from './freed.ts';
import { mainPlace } from './main-place.ts';
import { say } from './reference.ts';

const mostShown = 12;

/** Whom it hit: processes, units and pods, and how long they were away where the log shows it. */
export function impactOf(dossier: Dossier): Statement[] {
  const { incident, exhibit, restarts } = dossier;
  const statements: Statement[] = [];
  const { kills, workload } = incident;
  if (kills > 0) {
    const freed = freedBytes(incident);
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
  statements.push(...whatCameBack(unitsHit(exhibit), restarts));
  const hung = exhibit.hangs.length;
  if (hung > 0) {
    const longest = exhibit.hangs.reduce((most, hang) => (seconds(hang) > seconds(most) ? hang : most));
    statements.push(
      say(
        `${counted(new Set(exhibit.hangs.map(({ pid }) => pid)).size, 'task')} blocked${longest.blockedSeconds === null ? '' : `, the longest for ${formatSpan(longest.blockedSeconds)} (${longest.comm})`}.`,
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

/** Units, pods and containers that records name, each with the first place that does. */
function unitsHit({ records }: Dossier['exhibit']): ReadonlyMap<string, Place> {
  const units = new Map<string, Place>();
  for (const record of records) {
    if (record.kind !== 'unit-oom' && record.kind !== 'unit-signal-kill') continue;
    const name = record.unit ?? record.pod ?? record.container;
    if (name !== null && !units.has(name)) units.set(name, record.source);
  }
  return units;
}

/** One sentence each for what was hit, and for pods of which only their restart tells the name. */
function whatCameBack(units: ReadonlyMap<string, Place>, restarts: readonly Restart[]): Statement[] {
  const groups = new Map<string, { place: Place | null; restarts: Restart[] }>();
  for (const restart of restarts) {
    const group = groups.get(restart.name) ?? { place: null, restarts: [] };
    groups.set(restart.name, group);
    group.restarts.push(restart);
    group.place ??= restart.of === null ? null : (units.get(restart.of) ?? null);
  }
  const known = new Set(restarts.map(({ of }) => of));
  const silent = [...units].filter(([name]) => !known.has(name));
  const statements = [
    ...[...groups].map(([name, group]) => becameOf(name, group.place, group.restarts)),
    ...silent.map(([name, place]) => say(`${name} was hit; the log does not show it starting again.`, place)),
  ];
  const rest = statements.length - mostShown;
  return rest > 0 ? [...statements.slice(0, mostShown), say(`And ${counted(rest, 'more unit')}.`)] : statements;
}

function becameOf(name: string, place: Place | null, restarts: readonly Restart[]): Statement {
  const started = restarts.filter(({ outcome }) => outcome === 'started');
  const away = started.reduce((sum, { downSeconds }) => sum + downSeconds, 0);
  const held = restarts.findLast(({ heldBack }) => heldBack !== null)?.heldBack;
  const last = restarts.at(-1);
  const texts = [
    ...(started.length > 0
      ? [`it started again ${counted(started.length, 'time')}, away for ${formatSpan(away)} in all by the log`]
      : []),
    ...(held == null ? [] : [`its restarts were held back, at last for ${held}`]),
    ...(held == null && last?.outcome === 'held-back' ? ['its restarts were held back'] : []),
    ...(last?.outcome === 'given-up' ? ['it is not started any more, because it ended too often'] : []),
    ...(started.length === 0 && last?.outcome === 'held-back' ? ['the log does not show it starting again'] : []),
  ];
  return say(`${name} was hit; ${texts.join('; ')}.`, place, ...restarts.map((restart) => restart.place));
}

const seconds = ({ blockedSeconds }: { readonly blockedSeconds: number | null }): number => blockedSeconds ?? 0;
