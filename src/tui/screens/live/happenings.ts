import type { Grower } from '../../../live/live-state.ts';
import { formatBytes, formatSpan } from '../../../views/quantities.ts';
import { cleanText } from '../../../views/sanitize.ts';
import { cellsOf } from '../../../views/width.ts';
import type { LiveShown } from '../../engine/model/live-shown.ts';
import { endOf } from '../../text/end-of.ts';
import { fitLine, inRole, type Line, line, piece, spread } from '../../text/line.ts';
import { tick } from '../../text/moment.ts';
import { shortIds } from '../../text/names.ts';
import type { Theme } from '../../theme.ts';
import type { ListState } from '../../widgets/list.ts';
import { liveGlyph, liveRoles } from './theme.ts';

/** Who holds memory and gains most of it, the fastest first. */
export function growerLines(growers: readonly Grower[], width: number, theme: Theme): Line[] {
  if (growers.length === 0) return [line('nothing grows', 'muted')];
  const rates = growers.map(({ bytesPerMinute }) => rateText(bytesPerMinute));
  const rateCells = Math.max(...rates.map((rate) => rate.length));
  const sizeCells = Math.max(...growers.map(({ bytes }) => formatBytes(bytes).length));
  return growers.map(({ name, pid, bytes, bytesPerMinute }, index) => {
    const grows = bytesPerMinute !== null && bytesPerMinute > 0;
    const numbers = ` ${formatBytes(bytes).padStart(sizeCells)}  ${(rates[index] ?? '').padStart(rateCells)}`.trimEnd();
    const who = `${shortIds(cleanText(name))}${pid === null ? '' : ` (${pid})`}`;
    const left = [piece(who.startsWith('/') ? endOf(who, width - cellsOf(numbers), theme.ascii) : who)];
    return spread(left, [piece(numbers, grows ? 'warn' : 'muted')], width, theme.ascii);
  });
}

const rateText = (perMinute: number | null): string =>
  perMinute === null ? '' : `${perMinute > 0 ? '+' : ''}${formatBytes(perMinute)}/min`;

export interface HappeningSettings {
  readonly width: number;
  readonly height: number;
  readonly list: ListState;
  readonly zone: string;
  readonly theme: Theme;
}

/** The last events, newest first, the selected one marked. */
export function happeningLines({ happenings, startedAtMs, atMs }: LiveShown, settings: HappeningSettings): Line[] {
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
