import type { ReactNode } from 'react';
import type { ScreenProps } from '../../screen-props.ts';
import { Rows } from '../../widgets/rows.tsx';
import { liveLines } from './lines.ts';

/** Screen 4: the machine as it is now. */
export function LiveScreen({ app, theme, width, height }: ScreenProps): ReactNode {
  return (
    <Rows
      lines={liveLines(app.live, { width, height, zone: app.found.zone, theme })}
      width={width}
      height={height}
      theme={theme}
    />
  );
}
