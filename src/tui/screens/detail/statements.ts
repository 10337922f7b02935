import { inRole, type Line, piece, spread } from '../../text/line.ts';
import type { Statement } from '../../text/statements.ts';
import { statementLines } from '../../text/verdict.ts';
import type { Theme } from '../../theme.ts';
import { scrolledTo } from '../../widgets/scrolled.ts';

/** The sentences of the verdict; the selected one is marked where the pane has the focus. */
export function statementRows(
  statements: readonly Statement[],
  { selected, focused }: { readonly selected: number; readonly focused: boolean },
  { width, height, theme }: { readonly width: number; readonly height: number; readonly theme: Theme },
): Line[] {
  const entries = statements.map((statement, index) => {
    const chosen = focused && index === selected;
    return statementLines(statement, width - 2).map((row, place): Line => {
      const sign = piece(chosen && place === 0 ? `${theme.glyphs.cursor} ` : '  ');
      const whole = spread([sign, ...row], [], width, theme.ascii);
      return chosen ? inRole(whole, 'selected') : whole;
    });
  });
  return scrolledTo(entries, selected, height);
}
