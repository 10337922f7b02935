import { Box } from 'ink';
import type { ReactNode } from 'react';
import { currentDossier, dossierError, laidOut } from '../../app/answers.ts';
import type { ScreenProps } from '../../screen-props.ts';
import { line } from '../../text/line.ts';
import { frameLines, paneTitle } from '../../widgets/frame.ts';
import { Rows } from '../../widgets/rows.tsx';
import { detailLayout, type Slot } from './layout.ts';
import { paneLines, paneName, paneNote } from './panes.ts';
import { focusOf } from './state.ts';

function Frame({ app, theme, slot }: { app: ScreenProps['app']; theme: ScreenProps['theme']; slot: Slot }): ReactNode {
  const { columns, rows, panes, shown } = slot;
  const focused = focusOf(app.detail) === shown;
  const inner = { width: Math.max(1, columns - 4), height: Math.max(1, rows - 2) };
  const names = panes.map((pane) => ({ name: paneName(app, pane, columns), shown: pane === shown }));
  const title = paneTitle(columns < 60 ? names.filter((name) => name.shown) : names, focused);
  const lines = paneLines(app, shown, { ...inner, focused }, theme);
  const framed = frameLines(lines, { title, note: paneNote(app, shown), width: columns, height: rows, focused, theme });
  return <Rows lines={framed} width={columns} height={rows} theme={theme} />;
}

/** Screen 2: verdict, evidence, who held the memory, where it was, what it did, and the lines of the log. */
export function DetailScreen({ app, theme, width, height }: ScreenProps): ReactNode {
  if (currentDossier(app) === null) {
    const error = dossierError(app);
    const text = error === null ? line('  reading the incident', 'muted') : line(`  ${error}`, 'danger');
    return <Rows lines={[[], text]} width={width} height={height} theme={theme} />;
  }
  return (
    <Box flexDirection="column" width={width} height={height}>
      {detailLayout(laidOut(app)).map((slots) => (
        <Box key={slots[0]?.panes.join()} flexDirection="row">
          {slots.map((slot) => (
            <Frame key={slot.panes.join()} app={app} theme={theme} slot={slot} />
          ))}
        </Box>
      ))}
    </Box>
  );
}
