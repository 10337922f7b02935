/** Shortens lines that are too long, before anybody puts them together. */
export interface LineCap {
  /** The same text without what stands in its lines behind the longest length. */
  pass(chunk: string): string;
  /** Characters that the next line had more. Call once for each line, in order. */
  nextLoss(): number;
}

/**
 * A pipe may carry a line of any length, and none may be held whole: of each the head is kept, and what was left out is
 * counted, so that the places of all later lines are true.
 */
export function createLineCap(longest: number): LineCap {
  const losses: { readonly line: number; characters: number }[] = [];
  let lineIn = 0;
  let lineOut = 0;
  let length = 0;

  function part(text: string): string {
    const room = Math.max(0, longest - length);
    length += text.length;
    const excess = text.length - room;
    if (excess <= 0) return text;
    const last = losses.at(-1);
    if (last?.line === lineIn) last.characters += excess;
    else losses.push({ line: lineIn, characters: excess });
    return text.slice(0, room);
  }

  return {
    pass(chunk) {
      // Most chunks hold no long line.
      const firstEnd = chunk.indexOf('\n');
      if (firstEnd < 0) return part(chunk);
      let kept = '';
      let start = 0;
      for (let end = firstEnd; end >= 0; end = chunk.indexOf('\n', start)) {
        kept += `${part(chunk.slice(start, end))}\n`;
        start = end + 1;
        lineIn += 1;
        length = 0;
      }
      return kept + part(chunk.slice(start));
    },
    nextLoss() {
      const [first] = losses;
      const line = lineOut++;
      if (first?.line !== line) return 0;
      losses.shift();
      return first.characters;
    },
  };
}
