import { type OomLine, readOomLine } from './lines.ts';

/** Puts lines together that the kernel printed in pieces (pr_cont) and that another CPU broke. */
export interface FragmentJoiner {
  /** A line has begun and its end has not come. */
  pending(): boolean;
  /** A line was put together. */
  joined(): boolean;
  /** Takes the first piece. Always true. */
  begin(text: string): boolean;
  /** Offers the next line: the whole line if this was its last piece, `part` if more must come, null if it is no piece of it. */
  join(text: string): OomLine | 'part' | null;
}

/** `(null)`, `0-1`, `,  order=0, oom_score_adj=0`, `,cpuset=/,mems_allowed=0`, `/system.slice/web.service` */
const PIECE = /^(?:,.*|\(null\).*|[\d,-]+(?:,.*)?|\/\S*)$/;
const MAX_LENGTH = 16_384;

export function fragmentJoiner(): FragmentJoiner {
  let held: string | null = null;
  let joined = false;
  return {
    pending: () => held !== null,
    joined: () => joined,
    begin(text) {
      held = text;
      return true;
    },
    join(text) {
      if (held === null || !PIECE.test(text) || held.length + text.length > MAX_LENGTH) return null;
      held += text;
      const line = readOomLine(held);
      if (line === null || line.is === 'header-fragment' || line.is === 'decision-fragment') return 'part';
      held = null;
      joined = true;
      return line;
    },
  };
}
