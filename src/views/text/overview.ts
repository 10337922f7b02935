import type { Incident } from '../../diagnosis/analysis.ts';
import { formatCount } from '../quantities.ts';
import { toCivil } from '../times.ts';
import type { ViewSettings } from '../view.ts';
import { cutTo } from '../width.ts';
import { type Column, table } from './layout.ts';

const columns: readonly Column[] = [
  { title: '#', align: 'right', rank: 0 },
  { title: 'when', align: 'left', rank: 1 },
  { title: 'host', align: 'left', rank: 4 },
  { title: 'kills', align: 'right', rank: 3 },
  { title: 'what', align: 'left', rank: 0 },
];

function whenCell({ start, startMonotonicSeconds }: Incident, zone: string): string {
  const civil = start === null ? null : toCivil(start, zone);
  if (civil !== null) return `${civil.date} ${civil.clock} ${civil.offset}`;
  return startMonotonicSeconds === null ? '-' : `boot + ${startMonotonicSeconds.toFixed(0)} s`;
}

/** One line an incident, worst first: the list before the details. */
export function overviewLines(incidents: readonly Incident[], settings: ViewSettings): string[] {
  const rows = incidents.map((incident, index) => [
    String(index + 1),
    whenCell(incident, settings.zone),
    incident.host ?? '-',
    formatCount(incident.kills),
    incident.title,
  ]);
  const head = Math.max(20, settings.columns);
  const widest = Math.max(0, ...rows.map((row) => row.slice(0, 4).join('  ').length));
  const cut = rows.map((row) => [
    ...row.slice(0, 4),
    cutTo(row[4] ?? '', Math.max(20, head - widest - 4), settings.ascii),
  ]);
  const [titles = '', ...lines] = table(columns, cut, head);
  return [settings.style.muted(titles), ...lines];
}
