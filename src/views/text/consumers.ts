import type { Consumer, Incident } from '../../diagnosis/analysis.ts';
import { chargedElsewhere } from '../../diagnosis/selection/charged.ts';
import { formatBytes, formatCount } from '../quantities.ts';
import type { ViewSettings } from '../view.ts';
import { wrap } from '../width.ts';
import { block, type Column, table, textCells } from './layout.ts';

const columns: readonly Column[] = [
  { title: 'held', align: 'right', rank: 0 },
  { title: 'share', align: 'right', rank: 2 },
  { title: 'swap', align: 'right', rank: 3 },
  { title: 'processes', align: 'right', rank: 4 },
  { title: 'program', align: 'left', rank: 0 },
];

type Killed = Pick<Incident, 'victims' | 'unlisted'>;

/** How many programs are shown. */
const most = 6;

function program({ comm, processes, largest }: Consumer, { victims, unlisted }: Killed): string {
  const killed = victims.filter((victim) => victim.comm === comm);
  const kills = killed.length + (unlisted?.victims.find((victim) => victim.comm === comm)?.count ?? 0);
  const isLargest = killed.some(({ pid }) => pid === largest.pid);
  if (processes === 1) return `${comm} (pid ${largest.pid}${isLargest ? ', killed' : ''})`;
  const death = isLargest && kills === 1 ? ', killed' : kills > 0 ? `; ${kills} killed` : '';
  return `${comm} (biggest: pid ${largest.pid}${death})`;
}

function row(consumer: Consumer, incident: Killed): string[] {
  const { processes, bytes, swapBytes, share } = consumer;
  return [
    formatBytes(bytes),
    share === null ? '-' : `${Math.round(share * 100)} %`,
    swapBytes === null ? '-' : formatBytes(swapBytes),
    formatCount(processes),
    program(consumer, incident),
  ];
}

const bases: Readonly<Record<Consumer['basis'], string>> = {
  anonymous: 'anonymous memory and swap',
  rss: 'rss and swap; shared pages count in every process',
};

/** Who held the memory when the kernel printed its task table, processes of one name together. */
export function consumerLines(incident: Incident, settings: ViewSettings): string[] {
  const { consumers } = incident;
  const [first] = consumers;
  if (first === undefined) return [];
  const shown = consumers.slice(0, most).map((consumer) => row(consumer, incident));
  const [titles = '', ...rows] = table(columns, shown, textCells(settings), settings.ascii);
  const whole =
    first.shareOf === null ? '' : first.shareOf === 'limit' ? '; share of the limit' : '; share of RAM and swap';
  const isBeyond = consumers.slice(0, most).some(({ share }) => (share ?? 0) > 1);
  const reason = isBeyond && first.shareOf === 'limit' ? `; above 100 %: ${chargedElsewhere}` : '';
  const basis = wrap(`(${bases[first.basis]}${whole}${reason})`, textCells(settings)).map(settings.style.muted);
  return block('held by', [settings.style.muted(titles), ...rows, ...basis], settings);
}
