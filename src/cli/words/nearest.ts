/** Edit distance: the fewest insertions, deletions, replacements and swaps of neighbours that turn `left` into `right`. */
export function editDistance(left: string, right: string): number {
  const rows = Array.from({ length: left.length + 1 }, (_, row) => [row]);
  const at = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let column = 0; column <= right.length; column++) rows[0]![column] = column;
  for (let row = 1; row <= left.length; row++) {
    for (let column = 1; column <= right.length; column++) {
      const replaced = at(row - 1, column - 1) + (left[row - 1] === right[column - 1] ? 0 : 1);
      let best = Math.min(replaced, at(row - 1, column) + 1, at(row, column - 1) + 1);
      const swapped =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (swapped) best = Math.min(best, at(row - 2, column - 2) + 1);
      rows[row]![column] = best;
    }
  }
  return at(left.length, right.length);
}

/** The candidate that `typed` was most likely meant to be, or null where none is near (a third of its letters may differ). */
export function nearest(typed: string, candidates: Iterable<string>): string | null {
  const word = typed.slice(0, 60).toLowerCase();
  let best: string | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const prefix = word.length >= 2 && candidate.toLowerCase().startsWith(word);
    const distance = prefix ? 0.5 : editDistance(word, candidate.toLowerCase());
    const allowed = Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3));
    if (distance <= allowed && distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}
