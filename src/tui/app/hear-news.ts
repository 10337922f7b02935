import type { EngineNews } from '../engine/protocol.ts';

/** Screens that change more often than this cannot be read, and each change keeps a key waiting. */
const everyMs = 250;

/**
 * Passes the engine's news on at a readable rate: the newest of each kind, all that is due at once. What ends the reading does not
 * wait.
 */
export function hearNews(tell: (news: readonly EngineNews[]) => void): (news: EngineNews) => void {
  const waiting = new Map<EngineNews['type'], EngineNews>();
  let toldMs = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;
  let ended = false;

  function pass(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    toldMs = performance.now();
    const news = [...waiting.values()];
    waiting.clear();
    tell(news);
  }

  return (news) => {
    waiting.set(news.type, news);
    const endsIt = !ended && (news.type === 'failed' || (news.type === 'incidents' && news.part.final));
    ended ||= endsIt;
    const restMs = toldMs + everyMs - performance.now();
    if (endsIt || restMs <= 0) pass();
    else timer ??= setTimeout(pass, restMs).unref();
  };
}
