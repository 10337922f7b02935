import { firstFrame } from './first-frame.ts';
import { type Terminal, takeTerminal } from './terminal.ts';

/** Takes the screen of the terminal and puts the first frame on it, before anything heavy is loaded. */
export function beginScreens(screen: 'incidents' | 'live', title: string): Terminal {
  const terminal = takeTerminal(1);
  terminal.enter();
  const { columns = 80, rows = 24 } = process.stdout;
  process.stdout.write(firstFrame({ screen, title: printable(title), columns, rows }));
  return terminal;
}

/** Whether screens can be shown: a terminal that can move its cursor. */
export const canShowScreens = (env: Readonly<Record<string, string | undefined>>, stdoutIsTerminal: boolean): boolean =>
  stdoutIsTerminal && env.TERM !== 'dumb' && env.TERM !== undefined && env.TERM !== '';

/** File names may hold anything; `cleanText` would cost an import before the first frame. */
export const printable = (text: string): string => text.replace(/[^\x20-\x7e\u00a1-\u024f]/gu, '?');
