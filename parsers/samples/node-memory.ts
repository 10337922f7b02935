import type { Line } from '../model/line.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import type { BlockTime } from './moment/moments.ts';
import { type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { parseUint } from './text/numbers.ts';

/**
 * `process.memoryUsage()` as Node's console prints it, on one line or on several, in bytes. As JSON it is a JSON line.
 */
export const nodeMemory = defineFormat({
  name: 'node-memory',
  samples: [
    [
      'Memory usage: {',
      '  rss: 48234496,',
      '  heapTotal: 6537216,',
      '  heapUsed: 5012344,',
      '  external: 1048576,',
      '  arrayBuffers: 10515',
      '}',
    ].join('\n'),
    '{ rss: 48234496, heapTotal: 6537216, heapUsed: 5012344, external: 1048576 }',
  ],
  open: readNodeMemory,
});

const members: Readonly<Record<string, string>> = {
  rss: 'rssBytes',
  heapTotal: 'heapCommittedBytes',
  heapUsed: 'heapUsedBytes',
  external: 'externalBytes',
};
const opening = /^[^{}]{0,80}\{$/;
/** The first member may stand behind the brace, as versions up to 10 wrap it; numbers may be grouped: `36_290_560`. */
const member = /^(?: {2,8}|[^{}]{0,80}\{ )(rss|heapTotal|heapUsed|external|arrayBuffers): (\d[\d_]{0,20}),?( \})?$/;
const timed = /^\[?\d{4}-\d\d-\d\d[T ]\d\d:|^\[?(?:[A-Z][a-z]{2} )?[A-Z][a-z]{2} [ \d]\d \d\d:|^1[4-9]\d{8}[ .]/;

interface Draft {
  readonly first: Line;
  readonly time: BlockTime;
  readonly metrics: Metrics;
}

function readNodeMemory({ moments }: FormatContext): BlockReader {
  /** A line that ends in a brace may open an object; the next line shows it. */
  let brace: Line | null = null;
  let draft: Draft | null = null;

  function emit(first: Line, last: Line, time: BlockTime, metrics: Metrics, sink: SampleSink): void {
    if (metrics.rssBytes === undefined) return;
    sink.sample(
      toSample({ format: 'node-memory', span: spanOf(first, last), time, scope: 'process', metrics, quantumBytes: 1 }),
    );
  }

  function finish(last: Line, sink: SampleSink): void {
    const held = draft;
    draft = null;
    if (held) emit(held.first, last, held.time, held.metrics, sink);
  }

  function put(metrics: Metrics, key: string, digits: string): void {
    const name = members[key];
    const plain = digits.replaceAll('_', '');
    const value = parseUint(plain, 0, plain.length);
    if (name && value !== -1) metrics[name] = value;
  }

  return {
    close() {
      brace = null;
      draft = null;
    },
    read(line, text, sink) {
      // A time before it is taken off first: the line comes again without.
      if (timed.test(text)) return 'foreign';
      if (text.includes('{ rss: ') && text.trimEnd().endsWith('}')) {
        const metrics: Metrics = {};
        for (const [, key = '', digits = ''] of text.matchAll(
          /\b(rss|heapTotal|heapUsed|external): (\d[\d_]{0,20})\b/g,
        ))
          put(metrics, key, digits);
        emit(line, line, moments.date('node-memory'), metrics, sink);
        return 'claimed';
      }
      const match = member.exec(text);
      if (match && (draft || brace || match[1] === 'rss')) {
        draft ??= { first: brace ?? line, time: moments.date('node-memory'), metrics: {} };
        brace = null;
        put(draft.metrics, match[1] ?? '', match[2] ?? '');
        if (match[3]) finish(line, sink);
        return 'claimed';
      }
      if (draft && /^\s*\}/.test(text)) {
        finish(line, sink);
        return 'claimed';
      }
      brace = opening.test(text) && /mem/i.test(text) ? line : null;
      return brace ? 'claimed' : 'foreign';
    },
  };
}
