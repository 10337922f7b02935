import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { App, ScreenName } from './app/state.ts';
import { footerLine } from './chrome/footer.ts';
import { headerLine } from './chrome/header.ts';
import { hintLines, hintRows } from './chrome/hint.ts';
import { statusLine } from './chrome/status.ts';
import { OverlayScreen } from './overlays/view.tsx';
import type { ScreenProps } from './screen-props.ts';
import { DetailScreen } from './screens/detail/view.tsx';
import { FilesScreen } from './screens/files/view.tsx';
import { IncidentsScreen } from './screens/incidents/view.tsx';
import { LiveScreen } from './screens/live/view.tsx';
import { TimelineScreen } from './screens/timeline/view.tsx';
import { bodySize, sizeClass } from './size.ts';
import { fitLine } from './text/line.ts';
import type { Theme } from './theme.ts';
import { Rows } from './widgets/rows.tsx';

const screens: Readonly<Record<ScreenName, (props: ScreenProps) => ReactNode>> = {
  incidents: IncidentsScreen,
  detail: DetailScreen,
  timeline: TimelineScreen,
  live: LiveScreen,
  files: FilesScreen,
};

/** The whole screen: header, one of the five screens or what lies over it, status, footer. Never taller than the terminal. */
export function AppView({ app, theme }: { readonly app: App; readonly theme: Theme }): ReactNode {
  const { size, overlay } = app;
  const body = bodySize(size);
  const Screen = overlay === null || overlay.type === 'prompt' ? screens[app.screen] : OverlayScreen;
  const tiny = sizeClass(size) === 'tiny';
  const status = statusLine(app, theme);
  const speaks = overlay?.type === 'prompt' || app.message !== null;
  const footer = tiny ? [speaks ? status : footerLine(app, theme)] : [status, footerLine(app, theme)];
  const hinting = hintRows(app);
  const hint = hinting === 0 ? [] : hintLines(app, theme);
  const fitted = footer.map((line) => fitLine(line, size.columns, theme.ascii));
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      <Rows lines={[headerLine(app, theme)]} width={size.columns} height={1} theme={theme} />
      <Box height={body.rows - hinting} overflow="hidden">
        <Screen app={app} theme={theme} width={body.columns} height={body.rows} />
      </Box>
      <Rows lines={hint} width={size.columns} height={hinting} theme={theme} />
      <Rows lines={fitted} width={size.columns} height={fitted.length} theme={theme} />
    </Box>
  );
}
