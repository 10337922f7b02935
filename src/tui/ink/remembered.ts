/** Texts whose widths are remembered; a screen has some hundred. */
const most = 4096;
const printableAscii = /^[ -~]*$/;
const styles = /\u001b\[[\d;]*m/g;

/**
 * The width of a text without finding its graphemes again in every frame: most rows stand on the screen as they stood before,
 * and of the others most are ASCII.
 */
export function remembered(widest: (text: string) => number): (text: string) => number {
  const known = new Map<string, number>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const bare = text.includes('\u001b') ? text.replace(styles, '') : text;
    const cells = printableAscii.test(bare) ? bare.length : widest(text);
    if (known.size >= most) known.clear();
    known.set(text, cells);
    return cells;
  };
}
