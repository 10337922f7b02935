import { defineFormat } from './define-format.ts';
import { type Metrics, spanOf, toSample } from './sample-draft.ts';

/**
 * What earlyoom reports every hour, and before it acts: `mem avail:  5259 of  7842 MiB (67.05%), swap free:    0 of    0 MiB (
 * 0.00%)`. Its total and share are of user memory (MemAvailable + AnonPages) in newer versions: not read.
 *
 * Source: earlyoom meminfo.c (`print_mem_stats`).
 */
export const earlyoom = defineFormat({
  name: 'earlyoom',
  samples: ['mem avail:  5259 of  7842 MiB (67.05%), swap free:    0 of    0 MiB ( 0.00%)'],
  open: ({ moments }) => ({
    byRow: true,
    close() {},
    read(line, text, sink) {
      const match =
        /^\s*mem avail: +(\d+) of +\d+ MiB \( ?[\d.]+ ?%\), swap free: +(\d+) of +(\d+) MiB \( ?[\d.]+ ?%\)$/.exec(
          text.trimEnd(),
        );
      if (!match) return isBanner(text) ? 'claimed' : 'foreign';
      const [, available = '', free = '', total = ''] = match;
      const metrics: Metrics = {
        memAvailableBytes: Number(available) * 1024 ** 2,
        swapFreeBytes: Number(free) * 1024 ** 2,
        swapTotalBytes: Number(total) * 1024 ** 2,
      };
      if (!Object.values(metrics).every(Number.isSafeInteger)) {
        sink.reject(line, 'unreadable value');
        return 'claimed';
      }
      const time = moments.date('earlyoom');
      sink.sample(toSample({ format: 'earlyoom', span: spanOf(line), time, metrics, quantumBytes: 1024 ** 2 }));
      return 'claimed';
    },
  }),
});

/** What it says when it starts. */
function isBanner(text: string): boolean {
  return /^\s*(?:earlyoom v?\d|dryrun mode enabled|mem total: +\d+ MiB, |sending SIGTERM when mem |SIGKILL when mem )/.test(
    text,
  );
}
