/** Texts whose widths are remembered; a screen has a few hundred. */
const most = 4096;
/** ASCII, Latin, and the signs that screens are drawn with: one cell each, and no part of a larger sign. */
const narrow =
  /^[ -~\u00a1-\u00a8\u00aa-\u00ac\u00af-\u024f\u2026\u2190-\u2193\u2500-\u25a0\u25b2\u25b6\u25c6\u25c7\u25cf\u2714\u2716\u2718\u26a0\u2800-\u28ff]*$/;
const styles = /\u001b\[[\d;]*m/g;

type Width = (text: string, options?: object) => number;

/**
 * The width of a text without finding its graphemes in every frame again: most rows stand on the screen as they stood before,
 * and the others are of signs that are known. With options, which Ink does not use, it is counted anew.
 */
export function remembered(width: Width): Width {
  const known = new Map<string, number>();
  return (text, options) => {
    if (options !== undefined) return width(text, options);
    const before = known.get(text);
    if (before !== undefined) return before;
    const bare = text.includes('\u001b') ? text.replace(styles, '') : text;
    const cells = narrow.test(bare) ? bare.length : width(text);
    if (known.size >= most) known.clear();
    known.set(text, cells);
    return cells;
  };
}
