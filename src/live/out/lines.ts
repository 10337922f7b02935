import { cleanText } from '../../views/sanitize.ts';
import type { LiveEvent, Outlet } from '../events.ts';

/** Writes text somewhere; rejects when nobody reads any more. */
export interface Writer {
  write(text: string): Promise<void>;
}

/** Events kept for a reader who is slow: beyond these the reader gets fewer, never the timeline. */
const mostWaiting = 1000;

export interface StreamOutlet extends Outlet {
  readonly dropped: number;
}

/** Writes each event as text of its own, flushed, at the reader's pace. `gone` is called once when nobody reads. */
export function streamOutlet(
  out: Writer,
  render: (event: LiveEvent) => string,
  gone: (error: unknown) => void,
): StreamOutlet {
  let waiting: string[] = [];
  let writing: Promise<void> | null = null;
  let dropped = 0;
  let ended = false;

  async function drain(): Promise<void> {
    while (waiting.length > 0 && !ended) {
      const text = waiting.join('');
      waiting = [];
      try {
        await out.write(text);
      } catch (error) {
        ended = true;
        gone(error);
      }
    }
  }

  return {
    get dropped() {
      return dropped;
    },
    tell(event) {
      if (ended) return;
      if (waiting.length >= mostWaiting) {
        dropped += 1;
        return;
      }
      waiting.push(render(event));
      writing ??= drain().finally(() => {
        writing = null;
      });
    },
    async close() {
      // A reader who has stopped reading must not keep us from ending.
      await Promise.race([writing, new Promise((resolve) => setTimeout(resolve, 1000).unref())]);
    },
  };
}

/** `14:01:55 warning  memory is low: ...`, cleaned of anything a terminal would obey. */
export function lineOf(event: LiveEvent, timeOf: (time: string) => string): string {
  const word = event.event === 'record' ? event.record.kind : event.event === 'incident' ? 'incident' : event.event;
  return `${timeOf(event.time)}  ${word.padEnd(10)}  ${cleanText(event.text)}\n`;
}
