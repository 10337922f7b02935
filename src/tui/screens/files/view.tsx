import type { ReactNode } from 'react';
import type { ScreenProps } from '../../screen-props.ts';
import { Rows } from '../../widgets/rows.tsx';
import { fileLines } from './rows.ts';

/** Screen 5: what was read, as what, how much of it, and why the rest was not. */
export function FilesScreen({ app, theme, width, height }: ScreenProps): ReactNode {
  return <Rows lines={fileLines(app, { width, height, theme })} width={width} height={height} theme={theme} />;
}
