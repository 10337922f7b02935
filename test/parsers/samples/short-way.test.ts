import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RawSample } from '../../../parsers/model/sample.ts';
import { linesOf, noOptions } from '../../../parsers/samples/define-format.ts';
import { sampleFormats } from '../../../parsers/samples/index.ts';
import { samplesReader } from '../../../parsers/samples/mixed-reader.ts';
import type { SampleFormat } from '../../../parsers/samples/sample-format.ts';

/** The formats as they are, and with the long way only. */
const longWay = sampleFormats.map(
  (format): SampleFormat => ({
    ...format,
    reader(options, moments, head) {
      const { read, end, notes } = format.reader(options, moments, head);
      return { read, end, ...(notes && { notes }) };
    },
  }),
);

function readWith(formats: readonly SampleFormat[], texts: readonly string[], withHead: boolean): unknown[] {
  const seen: unknown[] = [];
  const reader = samplesReader(noOptions, withHead ? texts.slice(0, 40) : [], formats);
  const sink = {
    sample: (sample: RawSample) => seen.push(sample),
    reject: (line: { line: number }, reason: string) => seen.push(`${line.line}: ${reason}`),
  };
  for (const line of linesOf(texts, 'f')) seen.push(`${reader.read(line, sink)} ${reader.current}`);
  reader.end(sink);
  return seen;
}

const numbers = [
  '0',
  '7',
  '123',
  '1234',
  '123456',
  '12.5',
  '0.25',
  '1.234',
  '1,5',
  '1.234,5',
  '-3',
  'NaN',
  '',
  '9007199254740993',
  '31.2g',
  '1e+09',
  '+1',
  '.5',
  '5.',
  '12 345',
  '512MiB',
  '37%',
  '1234567890123456',
];
const times = [
  '2026-11-20 09:35:43',
  '2026-11-20T09:35:43Z',
  '2026-11-20 09:35:43.123',
  '1763631343',
  '1763631343.25',
  '1763631343123',
  '09:35:43',
  '20/11/2026 09:35:43',
  '2026-11-20 09:35:43 UTC',
  'yesterday',
  '',
];
const words = [
  'web-1',
  'a b',
  ' UTC',
  'kworker/0:1',
  '/usr/bin/python3 -m app',
  '$ free',
  'naïve',
  '\x1b[1mx',
  '"q"',
  '=',
  'Nov19',
  '09:28',
  '?',
  'Ss',
  '2.5 up 3',
  'now',
  'me@host:~$ x',
  'Every 5.0s: free',
  '-',
];
const piece = fc.oneof(
  fc.constantFrom(...numbers),
  fc.constantFrom(...numbers),
  fc.constantFrom(...times),
  fc.constantFrom(...words),
);

/** Tables as files hold them: a heading, and rows that nearly fit it. */
const headings: readonly (readonly [string, string, number])[] = [
  ['time,value,used_mb', ',', 3],
  ['timestamp,used_mb,free_mb,host', ',', 4],
  ['timestamp,mem_used_percent', ',', 2],
  ['time;available_bytes;mem_used_percent', ';', 3],
  ['time\trss_kb\tpid\tcomm', '\t', 4],
  ['time,node_memory_MemAvailable_bytes{instance="h1:9100"},node_memory_MemFree_bytes{instance="h2:9100"}', ',', 3],
  ['USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND', ' ', 12],
  ['    PID    PPID S       VSZ       RSS COMM', '  ', 6],
  ['    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND', '  ', 12],
  [' r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st', ' ', 17],
  [' r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st                 UTC', ' ', 19],
  ['09:39:44    kbmemfree   kbavail kbmemused  %memused kbbuffers  kbcached', '  ', 7],
  ['12:00:01 AM  pswpin/s pswpout/s', '  ', 4],
];

const rows = (separator: string, width: number) =>
  fc
    .tuple(
      fc.constantFrom(...times.slice(0, 7)),
      fc.array(piece, { minLength: Math.max(0, width - 2), maxLength: width + 1 }),
      fc.boolean(),
    )
    .map(([time, fields, isTimed]) => (isTimed ? [time, ...fields] : fields).join(separator));

/** A row that fits: numbers throughout. */
const plainRows = (separator: string, width: number) =>
  fc
    .tuple(
      fc.constantFrom('2026-11-20 09:35:43', '1763631343', '09:35:43', '4711'),
      fc.array(fc.constantFrom('0', '4', '4096', '8192', '12.5', '123456', 'app'), {
        minLength: Math.max(1, width - 2),
        maxLength: width,
      }),
    )
    .map(([first, fields]) => [first, ...fields].join(separator));

const table = fc
  .constantFrom(...headings)
  .chain(([heading, separator, width]) =>
    fc
      .array(fc.oneof(plainRows(separator, width), rows(separator, width)), { minLength: 1, maxLength: 14 })
      .map((body) => [heading, ...body]),
  );

const realLines = sampleFormats.flatMap((format) => format.samples.map((text) => text.split('\n')));
/** Blocks of real lines, one behind the other, in which lines are damaged, changed for others or said again. */
const damaged = fc
  .array(fc.tuple(fc.constantFrom(...realLines), fc.array(fc.tuple(fc.nat(), fc.nat(), piece), { maxLength: 3 })), {
    minLength: 1,
    maxLength: 5,
  })
  .map((blocks) =>
    blocks.flatMap(([lines, damages]) => {
      const block = [...lines, ...lines];
      for (const [line, at, text] of damages) {
        const index = line % block.length;
        const whole = block[index] ?? '';
        const cut = whole.length === 0 ? 0 : at % whole.length;
        block[index] = `${whole.slice(0, cut)}${text}${whole.slice(cut + text.length)}`;
      }
      return block;
    }),
  );

// Rows are read by a short way that leaves out what the long one looks for: it may be taken only where both say the same.
test.each([
  ['tables', table],
  ['blocks of every format', damaged],
] as const)('the short way reads %s as the long way does', (_what, texts) => {
  fc.assert(
    fc.property(texts, fc.boolean(), (lines, withHead) => {
      expect(readWith(sampleFormats, lines, withHead)).toEqual(readWith(longWay, lines, withHead));
    }),
    { numRuns: 400 },
  );
});
