import type { Incident } from '../diagnosis/analysis.ts';
import { counted } from './quantities.ts';
import { cleanDeep, cleanText } from './sanitize.ts';
import { coverageLines, coveredText, leftOutLines } from './text/coverage.ts';
import { incidentLines } from './text/incident.ts';
import { overviewLines } from './text/overview.ts';
import { type AnalysisList, defineView, type ViewSettings } from './view.ts';
import { wrap } from './width.ts';

function summaryLine({ incidents }: AnalysisList): string {
  let killed = 0;
  const hosts = new Set<string>();
  for (const { kills, host } of incidents) {
    killed += kills;
    hosts.add(cleanText(host ?? ''));
  }
  const onHosts = hosts.size > 1 ? ` on ${counted(hosts.size, 'host')}` : '';
  return `${counted(incidents.length, 'incident')}, ${counted(killed, 'process', 'processes')} killed${onHosts}`;
}

/** The worst are told in full, up to this number: nobody reads on, and the other views have them all. */
const mostTold = 1000;

function* drawn({ incidents, ...rest }: AnalysisList, settings: ViewSettings): Generator<string[]> {
  const analysis = cleanDeep(rest);
  if (incidents.length === 0) {
    yield [...wrap(noIncident(analysis, settings), settings.columns), ...leftOutLines(analysis, settings)];
    return;
  }
  const rule = (settings.ascii ? '-' : '─').repeat(settings.columns);
  yield [settings.style.title(summaryLine({ incidents, ...rest }))];
  const told = settings.verbose ? incidents.length : Math.min(mostTold, incidents.length);
  if (incidents.length > 1) yield ['', ...overviewLines(cleanDeep(firstOf(incidents, mostTold)), settings)];
  if (incidents.length > mostTold) yield [`and ${incidents.length - mostTold} more (--json and --jsonl have them all)`];
  for (let index = 0; index < told; index++) {
    const incident = incidents.at(index);
    if (incident) yield ['', settings.style.muted(rule), ...incidentLines(cleanDeep(incident), index + 1, settings)];
  }
  yield ['', settings.style.muted(rule), ...coverageLines(analysis, settings)];
}

/** Where nothing was understood, silence is no "no". */
function noIncident(analysis: Omit<AnalysisList, 'incidents'>, settings: ViewSettings): string {
  const isUnderstood = analysis.coverage.some(({ format, bytes }) => format !== null || bytes === 0);
  return isUnderstood
    ? `no incident: no OOM kill, failed allocation or hung task in ${coveredText(analysis, settings)}`
    : 'nothing can be said: no log and no memory samples were read';
}

function firstOf(incidents: AnalysisList['incidents'], most: number): Incident[] {
  const first: Incident[] = [];
  for (const incident of incidents) {
    if (first.length === most) break;
    first.push(incident);
  }
  return first;
}

export { coveredText } from './text/coverage.ts';

/** One incident in full, with its place in the list. */
export function renderIncident(incident: Incident, rank: number, settings: ViewSettings): string {
  return `${incidentLines(cleanDeep(incident), rank, settings).join('\n')}\n`;
}

/** For people: the incidents worst first, then what was read. Nothing that stands in a log is obeyed by the terminal. */
export const text = defineView({
  name: 'text',
  summary: 'for people, worst incident first',
  *pieces(analysis, settings) {
    for (const lines of drawn(analysis, settings)) yield `${lines.join('\n')}\n`;
  },
});
