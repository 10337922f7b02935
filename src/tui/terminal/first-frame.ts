/** What stands on the screen until Ink is loaded. */
export interface FirstFrame {
  readonly screen: 'incidents' | 'live';
  readonly title: string;
  readonly columns: number;
  readonly rows: number;
}

/** A frame by plain text: name, inputs, and what it does. Imports nothing, so that it is there at once. */
export function firstFrame({ screen, title, columns, rows }: FirstFrame): string {
  const cut = (text: string): string => text.slice(0, Math.max(0, columns - 1));
  return [
    `\u001b[H\u001b[1m${cut(' oomtrail ')}\u001b[0m${cut(`${screen}  ${title}`).slice(0, Math.max(0, columns - 11))}`,
    `\u001b[3;1H${cut(screen === 'live' ? '  opening the sources' : '  reading')}`,
    `\u001b[${rows};1H\u001b[2m${cut(' Ctrl-C quits')}\u001b[0m\u001b[H`,
  ].join('');
}
