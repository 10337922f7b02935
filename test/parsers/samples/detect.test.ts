import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sniffSamples } from '../../../parsers/samples/detect.ts';
import { corpusCases, corpusRoot, hasCorpus, isoOf, KiB, read } from './support.ts';

describe('mixed files', () => {
  test('a collector that writes date, meminfo, ps and free in turn', () => {
    const block = (time: string, free: number) => `${time}
MemTotal:         339692 kB
MemFree:          ${free} kB
  PID   RSS COMMAND
  812 ${free} java
               total        used        free      shared  buff/cache   available
Mem:          339692       39468      ${free}        9960       17132      300224
Swap:              0           0           0

`;
    const { samples, rejects, foreign, formats } = read(
      block('Fri Nov 20 09:35:43 UTC 2026', 4000) + block('Fri Nov 20 09:35:53 UTC 2026', 8000),
    );
    expect([rejects, foreign]).toEqual([[], []]);
    expect(formats).toEqual(['meminfo', 'ps', 'free']);
    expect(
      samples.map((sample) => [
        sample.format,
        isoOf(sample)?.slice(17, 19),
        sample.metrics.memFreeBytes ?? sample.metrics.rssBytes,
      ]),
    ).toEqual([
      ['meminfo', '43', 4000 * KiB],
      ['ps', '43', 4000 * KiB],
      ['free', '43', 4000 * KiB],
      ['meminfo', '53', 8000 * KiB],
      ['ps', '53', 8000 * KiB],
      ['free', '53', 8000 * KiB],
    ]);
  });

  test('a kernel log between two blocks is foreign, line by line', () => {
    const log = [
      '[  101.415809] redis-server invoked oom-killer: gfp_mask=0x140cca(GFP_HIGHUSER_MOVABLE|__GFP_COMP), order=0, oom_score_adj=0',
      '[  101.415820] Mem-Info:',
      'active_anon:1234 inactive_anon:5 isolated_anon:0',
      'Node 0 DMA free:1024kB min:100kB low:200kB high:300kB',
      '[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name',
      '[    198]     0   198    59024     5696   131072        0             0 php-fpm8.4',
      'Out of memory: Killed process 198 (php-fpm8.4) total-vm:236096kB, anon-rss:6272kB',
      'anon 65536 file 0',
    ];
    const block = 'some avg10=1.00 avg60=2.00 avg300=3.00 total=131\n';
    const { samples, foreign, rejects } = read(`${block}${log.join('\n')}\n${block}`, { path: 'psi_memory.txt' });
    expect(samples).toHaveLength(2);
    expect(rejects).toEqual([]);
    expect(foreign).toEqual(log);
  });

  test('a transcript: prompts name what follows, no date is made up', () => {
    const { samples, foreign } = read(`$ free -h
               total        used        free      shared  buff/cache   available
Mem:           964Mi       263Mi       712Mi       7.5Mi       130Mi       700Mi
Swap:          511Mi          0B       511Mi

$ vmstat 1 2
procs -----------memory---------- ---swap-- -----io---- -system-- -------cpu-------
 r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st gu
 0  0      0 248704   5596 128920    0    0  1574   188  257    5 38 28 34  0  0  0
 0  0      0 248704   5596 128924    0    0     0     0   79   96  3  0 97  0  0  0

$ runuser -u nobody -- dmesg -T | tail -n 5
dmesg: read kernel buffer failed: Operation not permitted
`);
    expect(samples.map(({ format, stamp }) => [format, stamp])).toEqual([
      ['free', null],
      ['vmstat', null],
      ['vmstat', null],
    ]);
    expect(foreign).toEqual(['dmesg: read kernel buffer failed: Operation not permitted']);
  });
});

describe('a last line without its newline', () => {
  const end = (text: string) => {
    const lines = text.split('\n');
    return { text, last: lines.length };
  };
  test.each([
    [
      'a number that may have lost digits',
      'some avg10=1.00 avg60=2.00 avg300=3.00 total=131\nfull avg10=1.00 avg60=2.00 avg300=3.00 total=13',
      ['last line is unfinished'],
      { psiMemoryFullUsTotal: undefined, psiMemorySomeUsTotal: 131 },
    ],
    ['a line that shows its end', 'MemTotal: 400 kB\nMemFree: 40 kB', [], { memFreeBytes: 40 * KiB }],
  ])('%s', async (_, text, reasons, metrics) => {
    const { samplesReader } = await import('../../../parsers/samples/mixed-reader.ts');
    const { linesOf, noOptions } = await import('../../../parsers/samples/define-format.ts');
    const samples: { metrics: Readonly<Record<string, number>> }[] = [];
    const rejects: string[] = [];
    const reader = samplesReader(noOptions);
    const sink = {
      sample: (s: (typeof samples)[number]) => samples.push(s),
      reject: (_line: unknown, why: string) => rejects.push(why),
    };
    for (const line of linesOf(text.split('\n'), 'psi_memory.txt'))
      reader.read({ ...line, unterminated: line.line === end(text).last }, sink);
    reader.end(sink);
    expect(rejects).toEqual(reasons);
    const all = Object.assign({}, ...samples.map((sample) => sample.metrics)) as Record<string, number>;
    for (const [name, value] of Object.entries(metrics)) expect([name, all[name]]).toEqual([name, value]);
  });
});

test('an overlong line is rejected and not read in part', async () => {
  const { samplesReader } = await import('../../../parsers/samples/mixed-reader.ts');
  const { linesOf, noOptions } = await import('../../../parsers/samples/define-format.ts');
  const rejects: string[] = [];
  let samples = 0;
  const reader = samplesReader(noOptions);
  const sink = {
    sample() {
      samples += 1;
    },
    reject: (_line: unknown, why: string) => rejects.push(why),
  };
  for (const line of linesOf(['  PID   RSS COMMAND', '  812 4000 java']))
    reader.read({ ...line, cut: line.line === 2 }, sink);
  reader.end(sink);
  expect([samples, rejects]).toEqual([0, ['line too long']]);
});

describe('sniffing', () => {
  test('says nothing of what holds no samples', () => {
    for (const lines of [[], [''], ['hello'], ['2026-11-20 09:35:43'], ['a,b,c', '1,2,3'], ['{}'], ['[', ']']])
      expect(sniffSamples(lines)).toBeNull();
  });

  test('knows a pressure file whose resource only its name tells', () => {
    expect(sniffSamples(['some avg10=1.00 avg60=2.00 avg300=3.00 total=131'])).toEqual({
      format: 'psi',
      confidence: 1,
    });
  });
});

// The whole corpus: real logs of real kernels in every framing, and the samples beside them.
describe.skipIf(!hasCorpus)('the corpus (skipped where ../shared/corpus is not there)', () => {
  const notSamples = /^(?:cmdline|helper-stderr|uptime-end)\.txt$/;
  const transcripts = /^(?:commands|drill-output)\.txt$/;

  function filesOf(folder: string): string[] {
    return readdirSync(folder)
      .map((name) => `${folder}/${name}`)
      .flatMap((path) => (statSync(path).isDirectory() ? (path.endsWith('/binary') ? [] : filesOf(path)) : [path]));
  }
  function head(path: string): string[] {
    const file = openSync(path, 'r');
    const bytes = Buffer.alloc(16_384);
    const length = readSync(file, bytes);
    closeSync(file);
    return bytes.toString('latin1', 0, length).split('\n').slice(0, 120);
  }

  test('no log is taken for samples, in no framing', () => {
    const taken = corpusCases()
      .flatMap((name) => readdirSync(`${corpusRoot}/${name}`).map((file) => `${name}/${file}`))
      .filter((file) => statSync(`${corpusRoot}/${file}`).isFile() && !transcripts.test(file.split('/')[1] ?? ''))
      .flatMap((file) => {
        const sniffed = sniffSamples(head(`${corpusRoot}/${file}`));
        // What earlyoom logs are samples, a few among other lines: the file stays a log.
        const isLog = sniffed === null || (sniffed.format === 'earlyoom' && sniffed.confidence < 0.5);
        return isLog ? [] : [`${file} ${sniffed.format} ${sniffed.confidence}`];
      });
    expect(taken.filter((each) => !/\/(?:buddyinfo|zram-mm_stat|oomctl)\.txt /.test(each))).toEqual([]);
  });

  test('every sample file is known by its head', () => {
    const unknown = corpusCases()
      .flatMap((name) => filesOf(`${corpusRoot}/${name}/samples`))
      .filter((path) => !notSamples.test(path.split('/').at(-1) ?? ''))
      .filter((path) => (sniffSamples(head(path), path)?.confidence ?? 0) < 0.95);
    expect([...new Set(unknown.map((path) => path.split('/').at(-1)))]).toEqual([]);
  });
});

/** `tool | ts`, `tool | logger`: what stands before a line must not be taken for a part of it. */
describe('tools behind a time on every line', () => {
  const behind = (prefix: string, text: string): string => text.replace(/^/gm, prefix);
  const frame = [
    'top - 15:31:59 up  3:31,  0 user,  load average: 15.12, 12.27, 8.51',
    'Tasks:   5 total,   1 running,   4 sleeping,   0 stopped,   0 zombie',
    'MiB Mem :  24105.6 total,  14349.1 free,   3181.3 used,   6975.7 buff/cache',
    'MiB Swap:      0.0 total,      0.0 free,      0.0 used.  20924.3 avail Mem',
    '',
    '    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND',
    '      6 root      30  10  133768 112432   4480 S   0.0   0.5   0:00.04 grower',
  ].join('\n');
  const table = [
    'USER  PID %CPU %MEM    VSZ   RSS TTY STAT START  TIME COMMAND',
    'root    6  0.2  0.6 164488 149296 ? SN 15:31 0:00 grower',
  ].join('\n');
  const killer = 'mem avail: 22107 of 24105 MiB (91.71%), swap free:    0 of    0 MiB ( 0.00%)';
  const stamps = [
    '2026-11-20T09:35:43Z ',
    'Nov 20 09:35:43 ',
    'Nov 20 09:35:43 web01 collector[12]: ',
    'Nov 20 09:35:43 web01 collector: ',
  ];

  test.each(stamps)('%s: blank lines end nothing, words before a colon are no program', (prefix) => {
    for (const text of [frame, table, killer]) {
      const plain = read(text).samples.map(({ format, metrics }) => [format, metrics]);
      expect(read(behind(prefix, text)).samples.map(({ format, metrics }) => [format, metrics])).toEqual(plain);
    }
  });

  test("atop's RESET is seen behind a time: what follows counts since boot", () => {
    const text = ['RESET', 'PAG host1 1795188752 2026/11/20 15:32:32 12711 4096 29980867 638 0 0 0 6', 'SEP'].join(
      '\n',
    );
    expect(read(behind('2026-11-20T15:32:32Z ', text)).samples.map(({ metrics }) => metrics)).toEqual(
      read(text).samples.map(({ metrics }) => metrics),
    );
  });
});
