import { Box, Text } from 'ink';
import { memo, type ReactNode } from 'react';
import { fitLine, type Line, paintLine } from '../text/line.ts';
import type { Theme } from '../theme.ts';

const Row = memo(({ text }: { readonly text: string }) => <Text wrap="truncate-end">{text}</Text>);

export interface RowsProps {
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** Exactly `height` rows: only these exist for Ink, however long the list behind them is. */
export function Rows({ lines, width, height, theme }: RowsProps): ReactNode {
  const shown = Array.from({ length: height }, (_, index) => lines[index] ?? []);
  return (
    <Box flexDirection="column" width={width} height={height} overflow="hidden">
      {shown.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen
        <Row key={index} text={paintLine(fitLine(line, width, theme.ascii), theme) || ' '} />
      ))}
    </Box>
  );
}
