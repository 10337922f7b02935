import { counted } from '../../../views/quantities.ts';
import { cleanText } from '../../../views/sanitize.ts';
import type { LiveShown } from '../../engine/model/live-shown.ts';
import type { Size } from '../../size.ts';
import { sizeClass } from '../../size.ts';
import { fitLine, type Line, line, piece } from '../../text/line.ts';
import type { Theme } from '../../theme.ts';
import { frameLines } from '../../widgets/frame.ts';
import { growerLines, happeningLines } from './happenings.ts';
import { type LiveLayout, liveLayout } from './layout.ts';
import { nowLines, sourceLine } from './now.ts';
import type { LiveScreenState } from './state.ts';

export interface LiveSettings {
  /** Of the whole terminal. */
  readonly size: Size;
  readonly zone: string;
  readonly theme: Theme;
}

/** Nothing is watched: what would be, and how. */
export function emptyLines(): Line[] {
  return [
    [],
    line('  Nothing is being watched: these are files, read to their end.', 'title'),
    [],
    line('  oomtrail live            watches the kernel log, the journal and the memory of'),
    line('                           this machine, and tells of an incident as it happens.'),
    line('  oomtrail live kern.log   follows a file, through its rotations.'),
    [],
    line('  1 goes back to the incidents of the files.', 'muted'),
  ];
}

/** The live screen: what memory does now, what happened last, who grows, and the newest lines of the logs. */
export function liveLines(screen: LiveScreenState, { size, zone, theme }: LiveSettings): Line[] {
  const { shown, list } = screen;
  if (shown === null) return emptyLines();
  const layout = liveLayout(size, shown.sources.length);
  const { columns } = size;
  const framed = sizeClass(size) !== 'tiny';
  const frame = (title: string, lines: readonly Line[], { columns: width, rows }: Size, focused = false): Line[] => {
    if (rows < 3) return [];
    if (!framed) return lines.slice(0, rows).map((one) => fitLine(one, width, theme.ascii));
    const name = [piece(focused ? `[${title}]` : ` ${title} `, focused ? 'focus' : 'title')];
    return frameLines(lines.slice(0, rows - 2), { title: name, note: '', width, height: rows, focused, theme });
  };
  const inner = (width: number): number => (framed ? width - 4 : width);
  const height = layout.events.rows - (framed ? 2 : 0);
  const events = happeningLines(shown, { width: inner(layout.events.columns), height, list, zone, theme });
  const eventFrame = frame('last events', events, layout.events, true);
  const growing = growerLines(shown.growers, inner(layout.growing.columns), theme);
  const growingFrame = frame('growing, last minute', growing, layout.growing);
  return [
    ...shown.sources.slice(0, layout.sources).map(sourceLine),
    ...frame('now', nowLines(shown, inner(columns), theme), { columns, rows: layout.now }),
    ...(layout.beside
      ? growingFrame.map((left, index) => [...fitLine(left, layout.growing.columns), ...(eventFrame[index] ?? [])])
      : [...growingFrame, ...eventFrame]),
    ...logLines(screen, shown, layout),
    paceLine(screen, shown, columns),
  ];
}

const ofKernel = ({ source, text }: LiveShown['lines'][number]): boolean =>
  source === 'kmsg' || /\bkernel(\[\d+\])?:/.test(text);

/** The newest lines that the sources gave, as many as there is room for. */
function logLines({ kernelOnly }: LiveScreenState, { lines }: LiveShown, { lines: room }: LiveLayout): Line[] {
  const wanted = kernelOnly ? lines.filter(ofKernel) : lines;
  const newest = room === 0 ? [] : wanted.slice(-room);
  const gap = Array.from({ length: room - newest.length }, (): Line => []);
  return [...newest.map(({ text }) => line(`  ${cleanText(text)}`, 'muted')), ...gap];
}

/** How the following goes: never hidden. */
function paceLine(
  { paused, missed, kernelOnly }: LiveScreenState,
  { linesPerSecond, store, db }: LiveShown,
  columns: number,
): Line {
  if (paused) return line(`  stopped, ${counted(missed, 'update')} behind: p goes on`, 'warn');
  if (store.state === 'paused') return line(`  storing pauses: ${cleanText(store.message ?? '')}`, 'danger');
  if (columns < 60) return line(` following, ${counted(store.records, 'record')} stored`, 'muted');
  const dropped = store.droppedSamples === 0 ? '' : `, ${counted(store.droppedSamples, 'sample')} dropped`;
  const into = db === null ? '' : ` in ${cleanText(db)}`;
  const kernel = kernelOnly ? ', lines of the kernel only (b)' : '';
  return line(
    `  following, ${linesPerSecond.toFixed(0)} lines/s, ${counted(store.records, 'record')} stored${into}${dropped}${kernel}`,
    'muted',
  );
}
