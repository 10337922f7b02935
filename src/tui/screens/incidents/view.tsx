import { Box } from 'ink';
import type { ReactNode } from 'react';
import { currentDossier } from '../../app/answers.ts';
import { searchPattern } from '../../app/search-pattern.ts';
import { selectedRow, visibleRows } from '../../app/select.ts';
import type { ScreenProps } from '../../screen-props.ts';
import { sureText } from '../../text/verdict.ts';
import { frameLines } from '../../widgets/frame.ts';
import { Rows } from '../../widgets/rows.tsx';
import { emptyLines } from './empty.ts';
import { incidentsLayout } from './layout.ts';
import { previewLines } from './preview.ts';
import { incidentLines } from './rows.ts';

/** Screen 1: every incident in a row, the answer to the selected one beside or below. */
export function IncidentsScreen({ app, theme, width, height }: ScreenProps): ReactNode {
  const rows = visibleRows(app);
  if (app.found.rows.length === 0) {
    return <Rows lines={emptyLines(app, width)} width={width} height={height} theme={theme} />;
  }
  const { beside, list, preview } = incidentsLayout(app.size, rows.length);
  const pattern = searchPattern(app.search);
  const row = selectedRow(app);
  const title = row === null ? [] : [{ text: ` #${row.rank} `, role: 'title' as const }];
  // What was not read yet may change it.
  const verdict = currentDossier(app)?.incident.verdict ?? null;
  const sure = verdict === null ? [] : [sureText(verdict)];
  const note = [...(app.found.final ? [] : ['so far, still reading']), ...sure].join(': ');
  const inner = { width: preview.columns - 4, height: preview.rows - 2, framed: true };
  const bare = preview.rows < 6;
  const answer = previewLines(
    app,
    bare ? { width: preview.columns, height: preview.rows, framed: false } : inner,
    theme,
  );
  const framed = bare
    ? answer
    : frameLines(answer, { title, note, width: preview.columns, height: preview.rows, focused: false, theme });
  return (
    <Box flexDirection={beside ? 'row' : 'column'} width={width} height={height}>
      <Rows
        lines={incidentLines(app, rows, { width: list.columns, height: list.rows, theme, pattern })}
        width={list.columns}
        height={list.rows}
        theme={theme}
      />
      <Rows lines={framed} width={preview.columns} height={preview.rows} theme={theme} />
    </Box>
  );
}
