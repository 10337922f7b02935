import { defineFormat } from './define-format.ts';
import { spanOf, toSample } from './sample-draft.ts';
import { parseUint, words } from './text/numbers.ts';

/**
 * /proc/PID/statm: seven numbers in pages, read only where a label, grep or the file's name says whose they are. Without a page
 * size they are rejected.
 *
 * Source: fs/proc/array.c (`proc_pid_statm`).
 */
export const statm = defineFormat({
  name: 'statm',
  samples: [],
  readsFileName: true,
  open: ({ options, moments }) => ({
    byRow: true,
    close() {},
    read(line, text, sink) {
      const prefix = /^\/proc\/(\d+)\/statm:/.exec(text);
      const rest = prefix ? text.slice(prefix[0].length) : text;
      if (!/^\d+(?: \d+){6}$/.test(rest)) return 'foreign';
      const pid = prefix?.[1] ?? /\/proc\/(\d+)\/statm/.exec(moments.label ?? line.path)?.[1];
      const isNamed = pid !== undefined || /(?:^|\/)statm[^/]*$/.test(moments.label ?? line.path);
      if (!isNamed) return 'foreign';
      const [virtual = -1, resident = -1, shared = -1] = words(rest).map((value) => parseUint(value, 0, value.length));
      if (options.pageSizeBytes === null || virtual < 0 || resident < 0 || shared < 0) {
        sink.reject(line, options.pageSizeBytes === null ? 'page size unknown' : 'unreadable value');
        return 'claimed';
      }
      const page = options.pageSizeBytes;
      const time = moments.date(`statm ${pid ?? ''}`);
      sink.sample(
        toSample({
          format: 'statm',
          span: spanOf(line),
          time,
          scope: 'process',
          pid: pid === undefined ? null : Number(pid),
          metrics: { virtualBytes: virtual * page, rssBytes: resident * page, sharedBytes: shared * page },
          quantumBytes: page,
        }),
      );
      return 'claimed';
    },
  }),
});
