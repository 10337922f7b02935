import type { Incident } from '../../diagnosis/analysis.ts';
import { formatCount } from '../quantities.ts';
import { toCivil } from '../times.ts';
import type { ViewSettings } from '../view.ts';
import { type Column, table } from './layout.ts';

const columns: readonly Column[] = [
  { title: '#', align: 'right', rank: 0 },
  { title: 'when', align: 'left', rank: 1 },
  { title: 'host', align: 'left', rank: 4 },
  { title: 'kills', align: 'right', rank: 3 },
  { title: 'what', align: 'left', rank: 0, least: 30 },
];

function whenCell({ start, startMonotonicSeconds }: Incident, zone: string): string {
  const civil = start === null ? null : toCivil(start, zone);
  if (civil !== null) return `${civil.date} ${civil.clock} ${civil.offset}`;
  return startMonotonicSeconds === null ? '-' : `boot + ${startMonotonicSeconds.toFixed(0)} s`;
}

/** One line per incident, worst first: the list before the details. */
export function overviewLines(incidents: readonly Incident[], settings: ViewSettings): string[] {
  const rows = incidents.map((incident, index) => [
    String(index + 1),
    whenCell(incident, settings.zone),
    incident.host ?? '-',
    formatCount(incident.kills),
    incident.title,
  ]);
  const [titles = '', ...lines] = table(columns, rows, settings.columns, settings.ascii);
  return [settings.style.muted(titles), ...lines];
}
