import { formatBytes } from '../../../views/quantities.ts';
import { type Line, line, piece, spread } from '../../text/line.ts';
import { shortMoment } from '../../text/moment.ts';
import type { Theme } from '../../theme.ts';
import { sparkline } from '../../widgets/chart/steps.ts';
import type { LiveMemory, LiveScreenState, LiveState } from './state.ts';
import { liveGlyph, liveRoles } from './theme.ts';

export interface LiveSettings {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** Nothing is watched: what would be, and how. */
export function emptyLines(): Line[] {
  return [
    [],
    line('  Nothing is being watched: these are files, read to their end.', 'title'),
    [],
    line('  oomtrail live            watches the kernel log, the journal and the memory of'),
    line('                           this machine, and shows an incident as it happens.'),
    line('  oomtrail live kern.log   follows a file, through its rotations.'),
    [],
    line('  1 goes back to the incidents of the files.', 'muted'),
  ];
}

function memoryText({
  availableBytes,
  totalBytes,
  swapFreeBytes,
  swapTotalBytes,
  psiSomePercent,
  psiFullPercent,
}: LiveMemory): string {
  const of = (part: number | null, whole: number | null): string =>
    part === null ? '-' : `${formatBytes(part)}${whole === null ? '' : ` of ${formatBytes(whole)}`}`;
  const psi =
    psiSomePercent === null
      ? ''
      : `   PSI some ${psiSomePercent.toFixed(0)} % full ${(psiFullPercent ?? 0).toFixed(0)} %`;
  const swap =
    swapTotalBytes === 0
      ? '   no swap'
      : swapFreeBytes === null
        ? ''
        : `   swap free ${of(swapFreeBytes, swapTotalBytes)}`;
  return `available ${of(availableBytes, totalBytes)}${swap}${psi}`;
}

function bodyLines(state: LiveState, { width, theme }: LiveSettings): Line[] {
  const { memory, forecast, growing, events, zone } = state;
  const most = Math.max(1, memory?.totalBytes ?? 0, ...(memory?.recentAvailableBytes ?? []).map((value) => value ?? 0));
  const recent = memory?.recentAvailableBytes.slice(-Math.max(8, width - 4)) ?? [];
  return [
    line(memory === null ? '  memory is not measured' : `  ${memoryText(memory)}`, 'strong'),
    ...(recent.length === 0 ? [] : [line(`  ${sparkline(recent, most, theme.ascii)}`, 'accent')]),
    ...(forecast === null ? [] : [line(`  ! ${forecast}`, 'danger')]),
    [],
    line('  growing, last minute', 'title'),
    ...(growing.length === 0 ? [line('  nothing grows', 'muted')] : []),
    ...growing
      .slice(0, 5)
      .map(({ name, pid, bytes, bytesPerMinute }) =>
        spread(
          [piece(`  ${name}${pid === null ? '' : ` (${pid})`}`)],
          [
            piece(
              `${formatBytes(bytes)}  ${bytesPerMinute >= 0 ? '+' : ''}${formatBytes(bytesPerMinute)}/min `,
              bytesPerMinute > 0 ? 'warn' : 'muted',
            ),
          ],
          Math.min(width, 70),
          theme.ascii,
        ),
      ),
    [],
    line('  last events', 'title'),
    ...(events.length === 0 ? [line('  none yet', 'muted')] : []),
    ...events
      .slice(-8)
      .map(
        ({ atUs, mark, text }): Line => [
          piece(`  ${shortMoment(atUs, zone)} `, 'muted'),
          piece(`${liveGlyph(mark, theme.glyphs)} `, liveRoles.event(mark)),
          piece(text),
        ],
      ),
    [],
  ];
}

/** The live screen; the newest lines of the log fill what is left at the bottom. */
export function liveLines({ shown, paused, missed }: LiveScreenState, settings: LiveSettings): Line[] {
  if (shown === null) return emptyLines();
  const { height } = settings;
  const sources: Line = shown.sources.flatMap(({ name, state, healthy }) => [
    piece(`  ${name} `),
    piece(state, liveRoles.source(healthy)),
  ]);
  const body = [sources, [], ...bodyLines(shown, settings)];
  const room = Math.max(0, height - body.length - 1);
  const lines = shown.lines.slice(-room).map((text) => line(`  ${text}`, 'muted'));
  const lost = shown.lostLines > 0 ? `${shown.lostLines} lines lost` : 'no line lost';
  const pace = paused
    ? `stopped, ${missed} updates behind: p goes on`
    : `following, ${shown.linesPerSecond.toFixed(0)} lines/s, ${lost}`;
  const filled = [...body.slice(0, height - 1), ...(room > 0 ? lines : [])];
  return [
    ...filled,
    ...Array.from({ length: Math.max(0, height - 1 - filled.length) }, (): Line => []),
    line(`  ${pace}`, paused ? 'warn' : 'muted'),
  ];
}
