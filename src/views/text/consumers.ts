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

function row(consumer: Consumer, killed: ReadonlySet<number>): string[] {
  const { comm, processes, bytes, swapBytes, share, largest } = consumer;
  const death = killed.has(largest.pid) ? ', killed' : '';
  return [
    formatBytes(bytes),
    share === null ? '-' : `${Math.round(share * 100)} %`,
    swapBytes === null ? '-' : formatBytes(swapBytes),
    formatCount(processes),
    processes === 1 ? `${comm} (pid ${largest.pid}${death})` : `${comm} (biggest: pid ${largest.pid}${death})`,
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
  const killed = new Set(victims.map(({ pid }) => pid));
  const shown = consumers.slice(0, most).map((consumer) => row(consumer, killed));
  const [titles = '', ...rows] = table(columns, shown, textCells(settings), settings.ascii);
  const whole =
    first.shareOf === null ? '' : first.shareOf === 'limit' ? '; share of the limit' : '; share of RAM and swap';
  const basis = wrap(`(${bases[first.basis]}${whole})`, textCells(settings)).map(settings.style.muted);
  return block('held by', [settings.style.muted(titles), ...rows, ...basis], settings);
}
