import type { Consumer, Incident } from '../../diagnosis/analysis.ts';
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

/** How many programs are shown. */
const most = 6;

function program({ comm, processes, largest }: Consumer, victims: Incident['victims']): string {
  const killed = victims.filter((victim) => victim.comm === comm);
  const isLargest = killed.some(({ pid }) => pid === largest.pid);
  if (processes === 1) return `${comm} (pid ${largest.pid}${isLargest ? ', killed' : ''})`;
  const death = isLargest && killed.length === 1 ? ', killed' : killed.length > 0 ? `; ${killed.length} killed` : '';
  return `${comm} (biggest: pid ${largest.pid}${death})`;
}

function row(consumer: Consumer, victims: Incident['victims']): string[] {
  const { processes, bytes, swapBytes, share } = consumer;
  return [
    formatBytes(bytes),
    share === null ? '-' : `${Math.round(share * 100)} %`,
    swapBytes === null ? '-' : formatBytes(swapBytes),
    formatCount(processes),
    program(consumer, victims),
  ];
}

const bases: Readonly<Record<Consumer['basis'], string>> = {
  anonymous: 'anonymous memory and swap',
  rss: 'rss and swap; shared pages count in every process',
};

/** Who held the memory when the kernel printed its task table, processes of one name together. */
export function consumerLines({ consumers, victims }: Incident, settings: ViewSettings): string[] {
  const [first] = consumers;
  if (first === undefined) return [];
  const shown = consumers.slice(0, most).map((consumer) => row(consumer, victims));
  const [titles = '', ...rows] = table(columns, shown, textCells(settings), settings.ascii);
  const whole =
    first.shareOf === null ? '' : first.shareOf === 'limit' ? '; share of the limit' : '; share of RAM and swap';
  const basis = wrap(`(${bases[first.basis]}${whole})`, textCells(settings)).map(settings.style.muted);
  return block('held by', [settings.style.muted(titles), ...rows, ...basis], settings);
}
