import type { FrameReader, Framing } from './framing.ts';
import { watchOrder } from './parts/newest-first.ts';

/** What a reader made of the first lines of a file, each of them offered to it. */
export interface HeadReading {
  /** Share of the lines that it claimed. */
  readonly share: number;
  /** It has learnt the file's habits from them (whether its kernel lines carry stamps), and continues none of them. */
  readonly reader: FrameReader;
  readonly isNewestFirst: boolean;
}

export function readHead(framing: Framing, lines: readonly string[]): HeadReading {
  const reader = framing.reader();
  const order = watchOrder();
  let keepsHabits = true;
  let claimed = 0;
  for (const text of lines) {
    const isClaimed = reader.read(
      { path: '', text, line: 0, byteStart: 0, byteEnd: text.length, cut: false },
      (entry) => {
        order.note(entry);
        if (entry.tag === 'kernel' && entry.writer === 'unproved' && entry.monotonicUs === null) keepsHabits = false;
      },
    );
    if (isClaimed) claimed += 1;
  }
  // A habit that the head itself does not keep to from its begin is none.
  const hasLearnt = keepsHabits || framing.hasHeader === true;
  if (hasLearnt) reader.jump();
  return {
    share: lines.length === 0 ? 0 : claimed / lines.length,
    reader: hasLearnt ? reader : framing.reader(),
    isNewestFirst: order.isNewestFirst,
  };
}
