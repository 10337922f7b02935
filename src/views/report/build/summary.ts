import { counted, formatBytes, formatSpan } from '../../quantities.ts';
import type { Dossier } from '../dossier.ts';
import type { Statement } from '../model.ts';
import { whenText } from './clock.ts';
import { claimText } from './evidence.ts';
import { freedBytes } from './freed.ts';
import { mainPlace } from './main-place.ts';
import { causeHeadings } from './names.ts';
import { placeOf, quoted, say } from './reference.ts';
import { culpritText } from './verdict.ts';

/** Three sentences for a reader who stops there: what happened, why, what it cost and what to do first. */
export function summaryOf(dossier: Dossier, zone: string): Statement[] {
  return [whatHappened(dossier, zone), why(dossier), consequence(dossier)];
}

function whatHappened(dossier: Dossier, zone: string): Statement {
  const { incident } = dossier;
  const on = incident.host === null ? '' : ` on ${incident.host}`;
  const title = incident.title.replace(/\.$/, '');
  return say(
    `${whenText(incident, zone)}${on}: ${title}${incident.ranOut === null ? '' : `; ${incident.ranOut}`}.`,
    mainPlace(dossier),
  );
}

function why(dossier: Dossier): Statement {
  const { verdict } = dossier.incident;
  if (verdict === null) return say('No cause was judged.');
  // What speaks for no cause (how the growth is shared out) explains none.
  const strongest = verdict.evidence.find(({ weight }) => weight > 0);
  const places = strongest === undefined ? [] : [quoted(placeOf(strongest.from), strongest, dossier)[0]];
  const proof = strongest === undefined ? '' : `: ${claimText(strongest.claim)}`;
  if (verdict.cause === 'undetermined') {
    const candidates = verdict.alternatives.map(
      ({ cause, confidence }) => `${causeHeadings[cause].toLowerCase()} (${confidence.toFixed(2)})`,
    );
    const open = candidates.length === 0 ? '' : `; it may be that ${candidates.slice(0, 2).join(' or that ')}`;
    return say(`The cause cannot be determined from what is here${open}${proof}.`, ...places);
  }
  const culprit = culpritText(verdict);
  const who =
    culprit === null || verdict.who.kind === 'kernel'
      ? ''
      : verdict.victimIsCulprit === false
        ? `, ${culprit}, which was not who was killed`
        : `, ${culprit}`;
  return say(
    `Cause, ${verdict.words} (${verdict.confidence.toFixed(2)}): ${causeHeadings[verdict.cause].toLowerCase()}${who}${proof}.`,
    ...places,
  );
}

function consequence(dossier: Dossier): Statement {
  const { incident, restarts } = dossier;
  const freed = freedBytes(incident);
  const cost =
    incident.kills === 0
      ? (killedOutside(dossier) ?? 'Nothing was killed by the kernel')
      : `${counted(incident.kills, 'process', 'processes')} ${incident.kills === 1 ? 'was' : 'were'} killed${freed > 0 ? `, which held ${formatBytes(freed)}` : ''}`;
  const back = restarts.find(({ outcome }) => outcome === 'started');
  const returned = back === undefined ? '' : `; ${back.name} was back after ${formatSpan(back.downSeconds)}`;
  const [first] = incident.remedies;
  const advice = first === undefined ? '' : ` First remedy: ${first.text.replace(/\.$/, '')}.`;
  return say(`${cost}${returned}.${advice}`, mainPlace(dossier), back?.place);
}

function killedOutside({ exhibit }: Dossier): string | null {
  const kills = exhibit.records.flatMap((record) =>
    record.kind === 'userspace-kill' && !record.dryRun ? [record] : [],
  );
  const [first] = kills;
  if (first === undefined) return null;
  const [victim] = first.victims;
  const whom = victim?.comm ?? victim?.pod ?? victim?.cgroup ?? 'something';
  return `${first.killer} killed ${whom}${kills.length > 1 ? ` and ${kills.length - 1} more` : ''}; the kernel killed nothing`;
}
