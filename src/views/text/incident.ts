import type { Incident } from '../../diagnosis/analysis.ts';
import { workloadInWords } from '../../diagnosis/cgroup-path.ts';
import { asksForNothing } from '../../diagnosis/page-fault.ts';
import { counted, formatBytes, formatSpan } from '../quantities.ts';
import { formatTime } from '../times.ts';
import type { ViewSettings } from '../view.ts';
import { wrap } from '../width.ts';
import { accountingLines } from './accounting.ts';
import { consumerLines } from './consumers.ts';
import { field } from './layout.ts';
import { selectionLines } from './selection.ts';
import { verdictLines } from './verdict.ts';

const scopes: Readonly<Record<Incident['scope'], string>> = {
  host: 'the whole machine',
  memcg: 'one cgroup',
  node: 'some memory nodes only (cpuset or memory policy)',
  none: 'nothing was killed by the kernel',
};

/** How many victims and addresses are listed before the rest is counted. */
const mostVictims = 8;
const mostAddresses = 6;

/** The time to show, and what is known about it: an inferred zone or year is said. */
function whenText({ start, startMonotonicSeconds, timeBasis }: Incident, zone: string): string {
  if (start !== null) {
    return `${formatTime(start, zone)}${timeBasis === 'inferred' ? ' (zone or year inferred)' : ''}`;
  }
  if (startMonotonicSeconds === null) return 'time unknown';
  return `${startMonotonicSeconds.toFixed(3)} s after boot (no wall clock in the log)`;
}

function lastedText({ start, end }: Incident): string {
  if (start === null || end === null) return '';
  const seconds = (Date.parse(end) - Date.parse(start)) / 1000;
  return seconds >= 1 ? `, over ${formatSpan(seconds)}` : '';
}

function victimLines({ victims, kills }: Incident, settings: ViewSettings): string[] {
  if (victims.length === 0) return [];
  const named = victims.slice(0, settings.verbose ? victims.length : mostVictims).map(({ comm, pid, anonRssBytes }) => {
    const held = anonRssBytes === null ? '' : `: ${formatBytes(anonRssBytes)} anonymous memory`;
    return `${comm} (pid ${pid})${held}`;
  });
  const rest = Math.max(kills, victims.length) - named.length;
  return field('killed', rest > 0 ? [...named, `and ${counted(rest, 'more', 'more')}`] : named, settings);
}

function triggerText({ trigger }: Incident): string | null {
  if (trigger === null) return null;
  const pid = trigger.pid === null ? '' : ` (pid ${trigger.pid})`;
  if (asksForNothing(trigger))
    return `a page fault of ${trigger.comm ?? 'a task that is not named'}${pid} was refused memory; nobody asked for a page: order 0, gfp_mask ${trigger.gfpMask}`;
  const size = trigger.order === 0 ? 'one page' : `${2 ** trigger.order} pages in a row`;
  return `${trigger.comm ?? 'a task that is not named'}${pid} asked for ${size}: order ${trigger.order}, gfp_mask ${trigger.gfpMask}`;
}

function addressLines({ sources, unlisted }: Incident, settings: ViewSettings): string[] {
  const named = sources
    .slice(0, settings.verbose ? sources.length : mostAddresses)
    .map((place) => (place.continuedIn ? `${linesOf(place)} and on in ${linesOf(place.continuedIn)}` : linesOf(place)));
  const rest = sources.length + (unlisted?.sources ?? 0) - named.length;
  return field('log', rest > 0 ? [...named, `and ${counted(rest, 'more place')}`] : named, settings);
}

const linesOf = ({ path, line, lines }: Incident['sources'][number]): string =>
  `${path}:${line}${lines > 1 ? `-${line + lines - 1}` : ''}`;

function scopeText({ scope, workload }: Incident): string {
  if (workload === null || workload.kind === 'root') return scopes[scope];
  const saysItself = workload.kind === 'other' || workload.kind === 'systemd' || workload.kind === 'lxc';
  const kind = saysItself ? '' : `${workload.kind} `;
  const name = workloadInWords(workload);
  const path = workload.path.includes(workload.name) && workload.path.length < 60 ? workload.path : '';
  return `${scopes[scope]}: ${kind}${name}${path === '' || path === name ? '' : ` (${path})`}`;
}

function recurrenceLines({ recurrences, id }: Incident, settings: ViewSettings): string[] {
  const others = recurrences.filter((other) => other !== id).length;
  return others === 0
    ? []
    : field('again', [`${counted(others, 'other incident')} of the same service or program`], settings);
}

/** One incident in full. `rank` is its place in the list, 1 the worst. */
export function incidentLines(incident: Incident, rank: number, settings: ViewSettings): string[] {
  const { style, columns } = settings;
  const head = [`#${rank}`, whenText(incident, settings.zone) + lastedText(incident), incident.host, incident.id];
  const trigger = triggerText(incident);
  return [
    ...wrap(head.filter((part) => part !== null).join('  '), columns).map(style.muted),
    ...wrap(incident.title, columns).map(style.title),
    '',
    ...verdictLines(incident.verdict, settings),
    ...(incident.ranOut === null ? [] : field('ran out', [incident.ranOut], settings)),
    ...field('scope', [scopeText(incident)], settings),
    ...victimLines(incident, settings),
    ...consumerLines(incident, settings),
    ...selectionLines(incident.selection, settings),
    ...accountingLines(incident, settings),
    ...(trigger === null ? [] : field('trigger', [trigger], settings)),
    ...addressLines(incident, settings),
    ...recurrenceLines(incident, settings),
    ...(incident.notes.length === 0 ? [] : field('note', incident.notes, settings)),
    ...incident.remedies.flatMap(({ text, basis }, index) =>
      field(index === 0 ? 'remedies' : '', [`${text} (${basis})`], settings),
    ),
    ...incident.escalation.flatMap(({ text, measured }, index) =>
      field(index === 0 ? 'escalate' : '', [`${text} (${measured})`], settings),
    ),
  ];
}
