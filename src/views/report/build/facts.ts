import { counted, formatBytes, formatSpan } from '../../quantities.ts';
import type { Dossier } from '../dossier.ts';
import type { Fact } from '../model.ts';
import { whenText } from './clock.ts';
import { mainPlace } from './main-place.ts';
import { lineWith, say } from './reference.ts';

const scopes = {
  host: 'the whole machine',
  memcg: 'one control group at its limit',
  node: 'some memory nodes only (cpuset or memory policy)',
  none: 'nothing was killed by the kernel',
} as const;

const pageSizeBases = {
  buddy: 'proved by the lists of free blocks',
  victim: 'proved by the numbers of the victim',
  option: 'given by --page-size',
} as const;

const mostVictims = 8;

/** What the records state outright: the small table at the head of a chapter. */
export function factsOf(dossier: Dossier, zone: string): Fact[] {
  const { incident, exhibit } = dossier;
  const { start, end, host, scope, workload, victims, kills, trigger, ranOut } = incident;
  const place = mainPlace(dossier);
  const fact = (label: string, text: string | null, shownBy: RegExp | null = null): Fact[] =>
    text === null ? [] : [{ label, ...say(text, (shownBy && lineWith(dossier, shownBy)) ?? place) }];
  const seconds = start === null || end === null ? 0 : (Date.parse(end) - Date.parse(start)) / 1000;
  const named = victims
    .slice(0, mostVictims)
    .map(({ comm, pid, anonRssBytes }) =>
      anonRssBytes === null ? `${comm} (pid ${pid})` : `${comm} (pid ${pid}, ${formatBytes(anonRssBytes)} anonymous)`,
    );
  const rest = Math.max(kills, victims.length) - named.length;
  const release = exhibit.records.find((record) => record.kernelRelease !== null)?.kernelRelease ?? null;
  const pageSize = exhibit.report?.pageSizeBytes ?? null;
  const size = trigger === null || trigger.order === 0 ? 'one page' : `${2 ** trigger.order} pages in a row`;
  return [
    ...fact('When', `${whenText(incident, zone)}${seconds >= 1 ? `, over ${formatSpan(seconds)}` : ''}`),
    ...fact('Host', host),
    ...fact(
      'Scope',
      workload === null ? scopes[scope] : `${scopes[scope]}: ${workload.name}`,
      /oom-kill:constraint=|Killed in |as a result of limit/,
    ),
    ...fact('Ran out', ranOut, /\bmin:\d+kB.*\blow:|limit \d+kB/),
    ...fact(
      'Killed',
      named.length === 0 ? null : [...named, ...(rest > 0 ? [`and ${counted(rest, 'more', 'more')}`] : [])].join('; '),
      /[Kk]illed process|Kill process/,
    ),
    ...fact(
      'Asked',
      trigger === null
        ? null
        : `${trigger.comm ?? 'a task that is not named'}${trigger.pid === null ? '' : ` (pid ${trigger.pid})`}, ${size} (order ${trigger.order}, gfp_mask ${trigger.gfpMask})`,
      /invoked oom-killer|page allocation failure/,
    ),
    ...fact('Kernel', release, /\bComm: /),
    ...fact(
      'Page size',
      pageSize === null
        ? null
        : `${formatBytes(pageSize)}, ${pageSizeBases[exhibit.report?.pageSizeBasis ?? 'option']}`,
      /\d+\*\d+kB/,
    ),
  ];
}
