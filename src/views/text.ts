import type { Incident } from '../diagnosis/analysis.ts';
import { counted } from './quantities.ts';
import { cleanDeep } from './sanitize.ts';
import { coverageLines, coveredText } from './text/coverage.ts';
import { incidentLines } from './text/incident.ts';
import { overviewLines } from './text/overview.ts';
import type { Analysis, View, ViewSettings } from './view.ts';
import { wrap } from './width.ts';

function summaryLine({ incidents }: Analysis): string {
  const kills = incidents.reduce((sum, incident) => sum + incident.kills, 0);
  const hosts = new Set(incidents.map(({ host }) => host ?? ''));
  const onHosts = hosts.size > 1 ? ` on ${counted(hosts.size, 'host')}` : '';
  return `${counted(incidents.length, 'incident')}, ${counted(kills, 'process', 'processes')} killed${onHosts}`;
}

function draw(analysis: Analysis, settings: ViewSettings): string[] {
  const { incidents } = analysis;
  const coverage = coverageLines(analysis, settings);
  if (incidents.length === 0) {
    const head = `no incident: no OOM kill, failed allocation or hung task in ${coveredText(analysis, settings)}`;
    return [...wrap(head, settings.columns), ...coverage.slice(1)];
  }
  const rule = (settings.ascii ? '-' : '─').repeat(settings.columns);
  return [
    settings.style.title(summaryLine(analysis)),
    ...(incidents.length > 1 ? ['', ...overviewLines(incidents, settings)] : []),
    ...incidents.flatMap((incident, index) => [
      '',
      settings.style.muted(rule),
      ...incidentLines(incident, index + 1, settings),
    ]),
    '',
    settings.style.muted(rule),
    ...coverage,
  ];
}

export { coveredText } from './text/coverage.ts';

/** One incident in full, with its place in the list. */
export function renderIncident(incident: Incident, rank: number, settings: ViewSettings): string {
  return `${incidentLines(cleanDeep(incident), rank, settings).join('\n')}\n`;
}

/** For people: the incidents worst first, then what was read. Nothing that stands in a log is obeyed by the terminal. */
export const text: View = {
  name: 'text',
  summary: 'for people, worst incident first',
  render: (analysis, settings) => `${draw(cleanDeep(analysis), settings).join('\n')}\n`,
};
