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
const member = /^ {2,8}(rss|heapTotal|heapUsed|external|arrayBuffers): (\d{1,16}),?$/;

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

  function put(metrics: Metrics, key: string, digits: string): void {
    const name = members[key];
    const value = parseUint(digits, 0, digits.length);
    if (name && value !== -1) metrics[name] = value;
  }

  return {
    close() {
      brace = null;
      draft = null;
    },
    read(line, text, sink) {
      if (text.includes('{ rss: ') && text.trimEnd().endsWith('}')) {
        const metrics: Metrics = {};
        for (const [, key = '', digits = ''] of text.matchAll(/\b(rss|heapTotal|heapUsed|external): (\d{1,16})\b/g))
          put(metrics, key, digits);
        emit(line, line, moments.date('node-memory'), metrics, sink);
        return 'claimed';
      }
      const match = member.exec(text);
      if (match && (draft || brace || match[1] === 'rss')) {
        draft ??= { first: brace ?? line, time: moments.date('node-memory'), metrics: {} };
        brace = null;
        put(draft.metrics, match[1] ?? '', match[2] ?? '');
        return 'claimed';
      }
      if (draft && /^\s*\}/.test(text)) {
        const { first, time, metrics } = draft;
        draft = null;
        emit(first, line, time, metrics, sink);
        return 'claimed';
      }
      brace = opening.test(text) && /mem/i.test(text) ? line : null;
      return brace ? 'claimed' : 'foreign';
    },
  };
}
