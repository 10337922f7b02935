import type { Grower, LiveState, MemoryNow, SourceState } from '../../../live/live-state.ts';
import { formatBytes, formatCount, formatSpan } from '../../../views/quantities.ts';
import { cleanText } from '../../../views/sanitize.ts';
import { type Line, line, piece, spread } from '../../text/line.ts';
import { tick } from '../../text/moment.ts';
import type { Theme } from '../../theme.ts';
import { sparkline } from '../../widgets/chart/steps.ts';
import type { LiveScreenState } from './state.ts';
import { liveGlyph, liveRoles } from './theme.ts';

export interface LiveSettings {
  readonly width: number;
  readonly height: number;
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

function memoryText({
  availableBytes,
  totalBytes,
  swapFreeBytes,
  swapTotalBytes,
  psiSomePercent,
  psiFullPercent,
}: MemoryNow): string {
  const swap =
    swapTotalBytes === 0 ? 'no swap' : `swap free ${formatBytes(swapFreeBytes)} of ${formatBytes(swapTotalBytes)}`;
  const psi =
    psiSomePercent === null
      ? ''
      : `   PSI some ${psiSomePercent.toFixed(0)} % full ${(psiFullPercent ?? 0).toFixed(0)} %`;
  return `available ${formatBytes(availableBytes)} of ${formatBytes(totalBytes)}   ${swap}${psi}`;
}

/** When memory ends at this slope; null where nothing says it will. */
function forecastText({ exhaustionSeconds }: MemoryNow): string | null {
  if (exhaustionSeconds === null) return null;
  const { least, most } = exhaustionSeconds;
  const until = most === null ? '' : ` to ${formatSpan(most)}`;
  return `at this slope memory and swap run out in ${formatSpan(least)}${until}`;
}

function growerLine({ name, pid, bytes, bytesPerMinute }: Grower, width: number, theme: Theme): Line {
  const rate = bytesPerMinute === null ? '' : `  ${bytesPerMinute > 0 ? '+' : ''}${formatBytes(bytesPerMinute)}/min`;
  const role = bytesPerMinute !== null && bytesPerMinute > 0 ? 'warn' : 'muted';
  const left = [piece(`  ${cleanText(name)}${pid === null ? '' : ` (${pid})`}`)];
  return spread(left, [piece(`${formatBytes(bytes)}${rate}`, role)], Math.min(width, 72), theme.ascii);
}

function sourceLine(source: SourceState): Line {
  const { name, state, message, lost, lostIsLeast } = source;
  const gone = lost === 0 ? '' : `, ${lostIsLeast ? 'at least ' : ''}${formatCount(lost)} lost`;
  const said = message === null ? '' : `: ${cleanText(message)}`;
  return [piece(`  ${cleanText(name)} `), piece(`${state}${gone}${said}`, liveRoles.source(source))];
}

function bodyLines(
  { memory, recent, growers, happenings, sources }: LiveState,
  { width, theme, zone }: LiveSettings,
): Line[] {
  const forecast = memory === null ? null : forecastText(memory);
  const curve = recent.slice(-Math.max(8, width - 4)).map(({ availableBytes }) => availableBytes);
  return [
    ...sources.map(sourceLine),
    [],
    line(memory === null ? '  memory is not measured yet' : `  ${memoryText(memory)}`, 'strong'),
    ...(curve.length === 0
      ? []
      : [line(`  ${sparkline(curve, memory?.totalBytes ?? Math.max(...curve), theme.ascii)}`, 'accent')]),
    ...(forecast === null ? [] : [line(`  ! ${forecast}`, 'danger')]),
    [],
    line('  growing, last minute', 'title'),
    ...(growers.length === 0 ? [line('  nothing grows', 'muted')] : []),
    ...growers.slice(0, 5).map((grower) => growerLine(grower, width, theme)),
    [],
    line('  last events', 'title'),
    ...(happenings.length === 0 ? [line('  none yet', 'muted')] : []),
    ...happenings
      .slice(0, 8)
      .map(
        ({ atMs, kind, text }): Line => [
          piece(`  ${tick(atMs * 1000, zone, 1)} `, 'muted'),
          piece(`${liveGlyph(kind, theme.glyphs)} `, liveRoles.happening(kind)),
          piece(cleanText(text)),
        ],
      ),
    [],
  ];
}

/** The live screen in exactly `height` rows; the newest lines of the log fill what is left above the last one. */
export function liveLines({ shown, paused, missed }: LiveScreenState, settings: LiveSettings): Line[] {
  if (shown === null) return emptyLines();
  const { height } = settings;
  const body = bodyLines(shown, settings).slice(0, height - 1);
  const room = height - 1 - body.length;
  const lines = room > 0 ? shown.lines.slice(-room).map(({ text }) => line(`  ${cleanText(text)}`, 'muted')) : [];
  const pace = paused
    ? `stopped, ${formatCount(missed)} updates behind: p goes on`
    : `following, ${shown.linesPerSecond.toFixed(0)} lines/s, ${formatCount(shown.store.records)} records stored`;
  const gap = Array.from({ length: Math.max(0, room - lines.length) }, (): Line => []);
  return [...body, ...lines, ...gap, line(`  ${pace}`, paused ? 'warn' : 'muted')];
}
