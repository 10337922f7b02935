import type { ReactNode } from 'react';
import type { ScreenProps } from '../../screen-props.ts';
import { Rows } from '../../widgets/rows.tsx';
import { liveLines } from './lines.ts';

/** Screen 4: the machine as it is now. */
export function LiveScreen({ app, theme, width, height }: ScreenProps): ReactNode {
  const lines = liveLines(app.live, { size: app.size, zone: app.found.zone, theme });
  return <Rows lines={lines} width={width} height={height} theme={theme} />;
}
