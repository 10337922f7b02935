import { cellsOf } from '../../views/width.ts';
import { fitLine, type Line, piece } from '../text/line.ts';
import type { Theme } from '../theme.ts';

export interface FrameSettings {
  readonly title: Line;
  /** On the right of the upper border. */
  readonly note?: string;
  readonly width: number;
  readonly height: number;
  readonly focused: boolean;
  readonly theme: Theme;
}

/** Lines with a border around them, the title inside the upper one; exactly `height` rows of `width` cells. More lines than fit: the lower border says so. */
export function frameLines(lines: readonly Line[], settings: FrameSettings): Line[] {
  const { width, height, theme, focused } = settings;
  const { horizontal, vertical, corners } = theme.glyphs;
  const role = focused ? 'accent' : 'muted';
  const inner = Math.max(0, width - 4);
  const body = Array.from({ length: Math.max(0, height - 2) }, (_, index) => [
    piece(`${vertical} `, role),
    ...fitLine(lines[index] ?? [], inner, theme.ascii),
    piece(` ${vertical}`, role),
  ]);
  const more = lines.length > body.length && width > 12 ? ` ${theme.glyphs.down} more ` : '';
  const rule = horizontal.repeat(Math.max(0, width - 3 - cellsOf(more)));
  const bottom = [piece(corners[2] + rule, role), piece(more, 'muted'), piece(horizontal + corners[3], role)];
  return [upperBorder(settings), ...body, bottom].slice(0, height);
}

function upperBorder({ title, note = '', width, focused, theme }: FrameSettings): Line {
  const { horizontal, corners } = theme.glyphs;
  const role = focused ? 'accent' : 'muted';
  const ending = note === '' ? '' : ` ${note} `;
  const room = Math.max(0, width - 4 - cellsOf(ending));
  const name = fitLine(
    title,
    Math.min(
      room,
      title.reduce((sum, { text }) => sum + cellsOf(text), 0),
    ),
    theme.ascii,
  );
  const used = name.reduce((sum, { text }) => sum + cellsOf(text), 0);
  const fill = Math.max(0, width - 4 - used - cellsOf(ending));
  return [
    piece(corners[0] + horizontal, role),
    ...name,
    piece(horizontal.repeat(fill), role),
    piece(ending, 'muted'),
    piece(horizontal + corners[1], role),
  ];
}

/** The title of a pane: names in reverse video are the focused ones, brackets say so without any attribute. */
export function paneTitle(
  names: readonly { readonly name: string; readonly shown: boolean }[],
  focused: boolean,
): Line {
  return names.flatMap(({ name, shown }) => {
    if (shown) return [piece(focused ? `[${name}]` : ` ${name} `, focused ? 'focus' : 'title')];
    return [piece(` ${name} `, 'muted')];
  });
}
