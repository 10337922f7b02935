import type { ReactNode } from 'react';
import type { ScreenProps } from '../screen-props.ts';
import { line } from '../text/line.ts';
import { frameLines, paneTitle } from '../widgets/frame.ts';
import { Rows } from '../widgets/rows.tsx';
import { formulaLines } from './formula.ts';
import { helpLines } from './help.ts';
import { tableLines } from './table.ts';

/** Help, proof or the answer to a query, over the whole screen. */
export function OverlayScreen({ app, theme, width, height }: ScreenProps): ReactNode {
  const { overlay } = app;
  if (overlay === null || overlay.type === 'prompt') return null;
  const frame = (name: string, note = '') => ({
    title: paneTitle([{ name, shown: true }], true),
    note,
    width,
    height,
    focused: true,
    theme,
  });
  if (overlay.type === 'table') {
    const { lines, note } = tableLines(
      app,
      { width: width - 4, height: height - 2, list: overlay.list, column: overlay.column },
      theme,
    );
    return <Rows lines={frameLines(lines, frame('query', note))} width={width} height={height} theme={theme} />;
  }
  const all =
    overlay.type === 'help'
      ? helpLines(app, width - 4, theme.ascii)
      : formulaLines(app, width - 4, overlay.origin, theme).lines;
  const { top } = overlay.list;
  // One row more than fits says that there is more.
  const lines = all.slice(top, top + height - 1);
  return (
    <Rows
      lines={frameLines(lines.length === 0 ? [line('')] : lines, frame(overlay.type === 'help' ? 'keys' : 'proof'))}
      width={width}
      height={height}
      theme={theme}
    />
  );
}
