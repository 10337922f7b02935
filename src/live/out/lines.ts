import { counted } from '../../views/quantities.ts';
import { cleanText } from '../../views/sanitize.ts';
import type { LiveEvent, Outlet } from '../events.ts';

/** Writes text somewhere; rejects when nobody reads any more. */
export interface Writer {
  write(text: string): Promise<void>;
}

/** Characters kept for a reader who is slow: beyond these the reader gets fewer events, never the timeline. */
const mostWaiting = 4 * 1024 * 1024;

/**
 * Writes each event as text of its own, flushed, at the reader's pace; a reader who was too slow is told how many are left out.
 * `gone` is called once when nobody reads.
 */
export function streamOutlet(
  out: Writer,
  render: (event: LiveEvent) => string,
  gone: (error: unknown) => void,
): Outlet {
  let waiting: string[] = [];
  let characters = 0;
  let writing: Promise<void> | null = null;
  let leftOut = 0;
  let lastLeftOut: LiveEvent | null = null;
  let ended = false;

  function take(): string {
    if (lastLeftOut !== null) {
      const { schema, time, host } = lastLeftOut;
      const text = `${counted(leftOut, 'event is', 'events are')} left out, since nobody read: the timeline has what happened`;
      waiting.push(render({ schema, time, host, event: 'notice', text }));
    }
    const text = waiting.join('');
    waiting = [];
    characters = 0;
    leftOut = 0;
    lastLeftOut = null;
    return text;
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0 && !ended) {
      try {
        await out.write(take());
      } catch (error) {
        ended = true;
        gone(error);
      }
    }
  }

  return {
    tell(event) {
      if (ended) return;
      if (characters >= mostWaiting) {
        leftOut += 1;
        lastLeftOut = event;
        return;
      }
      const text = render(event);
      waiting.push(text);
      characters += text.length;
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

/** The longest word that is not rare: the texts stand below each other. */
const wordWidth = 'unit-signal-kill'.length;
/** What is told later than that was not just now. */
const justNowMs = 60_000;

/**
 * `14:01:55 warning           memory is low: ...`, cleaned of anything a terminal would obey. What happened longer ago than it
 * takes to tell, in a log that is caught up with, says when; what happened on another host, where.
 */
export function lineOf(event: LiveEvent, timeOf: (time: string) => string): string {
  const word = event.event === 'record' ? event.record.kind : event.event;
  return `${timeOf(event.time)}  ${word.padEnd(wordWidth)}  ${cleanText(`${whereOf(event)}${event.text}`)}${whenOf(event, timeOf)}\n`;
}

/** The log of another host, or of many, may be followed here. */
function whereOf(event: LiveEvent): string {
  const host = event.event === 'record' ? event.record.host : event.event === 'incident' ? event.incident.host : null;
  return host === null || shortName(host) === shortName(event.host) ? '' : `${host}: `;
}

const shortName = (host: string): string => host.split('.')[0] ?? host;

function whenOf(event: LiveEvent, timeOf: (time: string) => string): string {
  const happened =
    event.event === 'record' ? event.record.time : event.event === 'incident' ? event.incident.start : null;
  if (happened === null || Date.parse(event.time) - Date.parse(happened) < justNowMs) return '';
  return ` (${event.event === 'record' ? 'at' : 'since'} ${timeOf(happened)})`;
}
