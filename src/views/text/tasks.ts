import { formatBytes, formatCount } from '../quantities.ts';
import type { ShownIncident, TopTask, ViewSettings } from '../view.ts';
import { block, type Column, table, textCells } from './layout.ts';

const columns: readonly Column[] = [
  { title: 'pid', align: 'right', rank: 1 },
  { title: 'rss', align: 'right', rank: 2 },
  { title: 'swap', align: 'right', rank: 4 },
  { title: 'page tables', align: 'right', rank: 5 },
  { title: 'adj', align: 'right', rank: 3 },
  { title: 'comm', align: 'left', rank: 0 },
];

const bytesOrDash = (bytes: number | null): string => (bytes === null ? '-' : formatBytes(bytes));

function row(task: TopTask, killed: ReadonlySet<number>): string[] {
  return [
    String(task.pid),
    task.rssBytes === null ? `${formatCount(task.rssPages)} pages` : formatBytes(task.rssBytes),
    bytesOrDash(task.swapBytes),
    bytesOrDash(task.pgtablesBytes),
    task.oomScoreAdj === null ? '-' : String(task.oomScoreAdj),
    killed.has(task.pid) ? `${task.comm} (killed)` : task.comm,
  ];
}

/** The biggest rows of the task table, as the kernel saw them at the kill. */
export function taskLines({ tasks, victims }: ShownIncident, settings: ViewSettings): string[] {
  if (tasks === null || tasks.top.length === 0) return [];
  const killed = new Set(victims.map(({ pid }) => pid));
  const rows = tasks.top.map((task) => row(task, killed));
  const [titles = '', ...lines] = table(columns, rows, textCells(settings));
  const rest = tasks.taskCount - tasks.top.length;
  const more = rest > 0 ? [settings.style.muted(`and ${formatCount(rest)} smaller ones`)] : [];
  return block('tasks', [settings.style.muted(titles), ...lines, ...more], settings);
}
