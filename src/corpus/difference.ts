import { diff } from 'node:util';
import { counted } from '../views/quantities.ts';

/** Lines of context around a difference, and the most lines of it that anybody reads. */
const context = 2;
const mostLines = 200;

/** The lines in which two texts differ, `-` before and `+` after with some lines around; null where they are equal. */
export function lineDifference(before: string, after: string): string | null {
  if (before === after) return null;
  const changes = diff(before.split('\n'), after.split('\n')) as [sign: number, text: string][];
  const shown = new Set<number>();
  for (const [index, [sign]] of changes.entries()) {
    if (sign !== 0) for (let near = index - context; near <= index + context; near += 1) shown.add(near);
  }
  const lines = changes.flatMap(([sign, text], index) => {
    if (!shown.has(index)) return [];
    const line = `${sign > 0 ? '-' : sign < 0 ? '+' : ' '} ${text}`;
    return index > 0 && !shown.has(index - 1) ? ['  ...', line] : [line];
  });
  if (lines.length <= mostLines) return lines.join('\n');
  return [...lines.slice(0, mostLines), `  ... and ${counted(lines.length - mostLines, 'more line')}`].join('\n');
}
