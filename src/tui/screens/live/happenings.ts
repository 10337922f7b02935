import type { Grower, LiveState } from '../../../live/live-state.ts';
import { formatBytes, formatSpan } from '../../../views/quantities.ts';
import { cleanText } from '../../../views/sanitize.ts';
import { fitLine, inRole, type Line, line, piece, spread } from '../../text/line.ts';
import { tick } from '../../text/moment.ts';
import type { Theme } from '../../theme.ts';
import type { ListState } from '../../widgets/list.ts';
import { liveGlyph, liveRoles } from './theme.ts';

/** Who holds memory and gains most of it, the fastest first. */
export function growerLines(growers: readonly Grower[], width: number, theme: Theme): Line[] {
  if (growers.length === 0) return [line('nothing grows', 'muted')];
  return growers.map(({ name, pid, bytes, bytesPerMinute }) => {
    const grows = bytesPerMinute !== null && bytesPerMinute > 0;
    const rate = bytesPerMinute === null ? '' : `${grows ? '+' : ''}${formatBytes(bytesPerMinute)}/min`;
    const left = [piece(`${cleanText(name)}${pid === null ? '' : ` (${pid})`}`)];
    const right = piece(` ${formatBytes(bytes)}  ${rate.padStart(14)}`, grows ? 'warn' : 'muted');
    return spread(left, [right], width, theme.ascii);
  });
}

export interface HappeningSettings {
  readonly width: number;
  readonly height: number;
  readonly list: ListState;
  readonly zone: string;
  readonly theme: Theme;
}

/** The last events, newest first, the selected one marked. */
export function happeningLines({ happenings, startedAtMs, atMs }: LiveState, settings: HappeningSettings): Line[] {
  const { width, height, list, zone, theme } = settings;
  if (happenings.length === 0)
    return [line(`none in the ${formatSpan(Math.round((atMs - startedAtMs) / 1000))} since the start`, 'muted')];
  return happenings.slice(list.top, list.top + height).map((happening, index): Line => {
    const selected = list.top + index === list.selected;
    const row: Line = [
      piece(selected ? theme.glyphs.cursor : ' ', 'accent'),
      piece(`${tick(happening.atMs * 1000, zone, 1)} `, 'muted'),
      piece(`${liveGlyph(happening.kind, theme.glyphs)} `, liveRoles.happening(happening.kind)),
      piece(cleanText(happening.text)),
    ];
    return selected ? inRole(fitLine(row, width, theme.ascii), 'selected') : row;
  });
}
