import { describe, expect, it } from 'vitest';
import { undecorated } from '../../../parsers/framings/parts/decoration.ts';
import { unwrapping } from '../../../parsers/framings/parts/unwrap.ts';
import { readerOfFile } from '../../../parsers/framings/reader-of-file.ts';
import type { LogEntry } from '../../../parsers/model/entry.ts';
import { linesOf } from './frame.ts';

const log = [
  '[   77.000001] mailer invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0',
  '[   77.000002]  <TASK>',
  '[   77.000003] Mem-Info:',
  '[   77.000004]  active_file:0 inactive_file:3 isolated_file:0',
  '[   77.000005] [    119]     0   119     8243      621    94208        0         -1000 it\'s "me"',
  '[   77.000006] 98174 pages RAM',
];

const bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const html = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** People show logs to each other through tools that put something around every line. */
describe('what a tool put around lines', () => {
  const ways: readonly (readonly [string, (line: string, index: number) => string])[] = [
    ['a byte order mark', (line, index) => bytes(index === 0 ? `\ufeff${line}` : line)],
    ['colours of grep', (line) => line.replace('oom-killer', '\x1b[01;31m\x1b[Koom-killer\x1b[m\x1b[K')],
    ['spaces that do not break', (line) => bytes(line.replaceAll('  ', '\u00a0 '))],
    ['HTML', (line) => `${html(line)}<br>`],
    ['an element around all of it', (line, index) => (index === 0 ? `<div><pre>${html(line)}` : html(line))],
    ['a list in JSON', (line) => `    ${JSON.stringify(line)},`],
    ['cells of CSV', (line) => `"${line.replaceAll('"', '""')}"`],
    ['numbers of cat', (line, index) => `${String(index + 1).padStart(6)}\t${line}`],
    ['numbers of grep', (line, index) => `${index + 12}${index % 2 ? '-' : ':'}${line}`],
    ['names of zgrep', (line, index) => `kern.log.2.gz${index % 2 ? '-' : ':'}${line}`],
    ['paths of grep', (line) => `/var/log/messages:${line}`],
    ['a bar', (line) => `| ${line}`],
    [
      'marks of a forum',
      (line, index) => (index === 0 ? `Help: [CODE]${line}` : index === log.length - 1 ? `${line}[/CODE] why?` : line),
    ],
    [
      'fences',
      (line, index) => (index === 0 ? `Look: \`\`\`${line}` : index === log.length - 1 ? `${line}\`\`\`` : line),
    ],
  ];

  it.each(ways)('%s', (_, around) => {
    const shown = log.map(around);
    const undo = undecorated(shown).undo;
    expect(undo && shown.map(undo)).toEqual(log);
  });

  // Whoever selects a report with the mouse begins at its first word.
  it('nothing, and the first line lost its date and host', () => {
    const rest = ['CPU: 1 PID: 7 Comm: dd Not tainted 4.9.24 #1', 'Call Trace:', ' dump_stack+0x63/0x90'].map(
      (text) => `Nov 20 09:30:30 web01 kernel: ${text}`,
    );
    const begin = 'dd: page allocation failure: order:0, mode:0x2080020(GFP_ATOMIC)';
    const undo = undecorated([begin, ...rest]).undo;
    expect([begin, ...rest].map(undo ?? String)).toEqual([`Nov 20 09:30:30 web01 kernel: ${begin}`, ...rest]);
    expect(undecorated([begin, ...rest.slice(0, 2)]).undo).toBeNull();
    expect(undecorated(['dd: page fault', ...rest]).undo).toBeNull();
    expect(undecorated([`Nov 20 09:30:30.123456 web01 kernel: ${begin}`, ...rest]).undo).toBeNull();
    expect(undecorated([begin, 'web01 login: root', ...rest]).undo).toBeNull();
  });

  it('tabs in the place of spaces', () => {
    const shown = log.map((line) => line.replace(/ {2,}/g, '\t'));
    expect(shown.map(undecorated(shown).undo ?? String)).toEqual(log.map((line) => line.replace(/ {2,}/g, '  ')));
  });

  it('tabs in some rows of a table', () => {
    const shown = ['[ 1433.437417] [   6560]  1000  6560 \t2736  \t649\t57344    \t0         \t0 zsh'];
    expect(shown.map(undecorated(shown).undo ?? String)).toEqual([
      '[ 1433.437417] [   6560]  1000  6560   2736    649  57344      0           0 zsh',
    ]);
  });

  it('HTML, told by the frames of an old kernel', () => {
    const shown = ['[   77.000002]  [<ffffffff8103b7a5>] ? f+0x1/0x2'];
    expect(shown.map(html).map(undecorated(shown.map(html)).undo ?? String)).toEqual(shown);
  });

  /** Vendors' kernels print who printed on which CPU, each in another way: printk's own caller has one form. */
  it.each([
    [
      'Samsung',
      (n: number, c: string, line: string) => line.replace('] ', `]  [2:${c.padStart(15)}:${String(n).padStart(5)}] `),
    ],
    ['Samsung, later', (n: number, c: string, line: string) => line.replace('] ', `] I[2:${c.padStart(15)}:${n}] `)],
    ['MediaTek', (n: number, c: string, line: string) => line.replace('] ', `] (2)[${n}:${c}]`)],
    ['HiSilicon', (n: number, c: string, line: string) => line.replace('] ', `][pid:${n},cpu2,${c}]`)],
    ['a CPU and a pid', (n: number, _c: string, line: string) => line.replace('] ', `] c2  ${n} `)],
  ])('the caller of a vendor’s printk: %s', (_, around) => {
    const callers = ['swapper/0', 'kworker/u16:3', 'a b'] as const;
    const shown = log.map((line, index) => around(index, callers[index % 3] ?? '', line));
    expect(shown.map(undecorated(shown).undo ?? String)).toEqual(
      log.map((line, index) => line.replace('] ', `][ T${index}] `)),
    );
  });

  it('one around another', () => {
    const shown = log.map((line, index) => `${index + 1}:${html(line)}<br/>`);
    expect(shown.map(undecorated(shown).undo ?? String)).toEqual(log);
  });
});

/** Every file is asked: what nobody put there must stay. */
it.each([
  ['a log', log],
  [
    'its lines quoted by a program',
    ['Nov 20 09:30:30 web01 app: "quoted"', '"a": "b"', '1:2 3', 'Nov 20 09:30:31 web01 kernel: &lt;b> <br>'],
  ],
  ['an object in JSON', ['{', '  "MESSAGE": "Mem-Info:",', '  "_TRANSPORT": "kernel"', '}']],
  ['records of /dev/kmsg', ['4,1,3000000,-;Mem-Info:', '6,2,3000001,-;\tx']],
  ['an application', ['2026-11-20 09:30:30 GET /a?b=1&c=2 <- 10.0.0.1', '2026-11-20 09:30:31 a\tb']],
  ['samples', ['12\t34', '56\t78']],
])('leaves %s as it is', (_, lines) => {
  expect(undecorated(lines).undo).toBeNull();
});

describe('a log copied from a terminal', () => {
  const cut = (lines: readonly string[], width: number): string[] =>
    lines.flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'g')) ?? []);
  const long = Array.from(
    { length: 6 },
    (_, index) => `[   77.00000${index}] ${'node_amounts:1kB '.repeat(8 + index)}end`,
  );

  function whole(lines: readonly string[]): string[] | null {
    const unwrap = unwrapping(lines);
    if (unwrap === null) return null;
    const found = linesOf(lines.join('\n')).flatMap((line) => unwrap.next(line) ?? []);
    return [...found, ...[unwrap.take()].flatMap((line) => line ?? [])].map(({ text }) => text);
  }

  it.each([80, 100, 132])('is put together at %i columns', (width) => {
    expect(whole(cut(long, width))).toEqual(long);
  });

  it('is none where long lines have nothing behind them, or there is no stamp', () => {
    expect(whole(long.map((line) => line.slice(0, 100)))).toBeNull();
    expect(whole(cut(long, 80).map((line) => line.replace(/^\[.*?\] /, '')))).toBeNull();
  });
});

/** A mail program breaks long lines, and a log that was pasted into it has no stamps to tell where one begins. */
describe('a log that a mail broke', () => {
  function whole(texts: readonly string[]): string[] {
    const reader = readerOfFile(texts);
    const entries: LogEntry[] = [];
    for (const line of linesOf(texts.join('\n'))) reader.read(line, (entry) => entries.push(entry));
    reader.end((entry) => entries.push(entry));
    return entries.map(({ text }) => text);
  }

  it.each([
    [
      'without stamps',
      [
        'gfx:cs0: page allocation failure: order:10,',
        'mode:0x190cc2(GFP_HIGHUSER|__GFP_NORETRY),',
        'nodemask=(null),cpuset=/',
        'Call Trace:',
      ],
      [
        'gfx:cs0: page allocation failure: order:10, mode:0x190cc2(GFP_HIGHUSER|__GFP_NORETRY), nodemask=(null),cpuset=/',
        'Call Trace:',
      ],
    ],
    [
      'in the stats of a group',
      [
        'Task in /a killed as a result of limit of /a',
        'Memory cgroup stats for /a: cache:12KB rss:34KB',
        'rss_huge:0KB mapped_file:4KB swap:0KB inactive_anon:1KB',
        'active_anon:33KB',
        'Out of memory',
      ],
      [
        'Task in /a killed as a result of limit of /a',
        'Memory cgroup stats for /a: cache:12KB rss:34KB rss_huge:0KB mapped_file:4KB swap:0KB inactive_anon:1KB active_anon:33KB',
        'Out of memory',
      ],
    ],
    [
      'and encoded as quoted-printable',
      [
        '[   77.000001] gfx:cs0: page allocation failure: order:10,',
        'mode:0x190cc2(GFP_HIGHUSER), nodemask=3D(null),cpus=',
        'et=3D/',
        '[   77.000002] Call Trace:',
      ],
      [
        'gfx:cs0: page allocation failure: order:10, mode:0x190cc2(GFP_HIGHUSER), nodemask=(null),cpuset=/',
        'Call Trace:',
      ],
    ],
    [
      'with days of one digit and one space',
      [
        'Feb 4 16:15:15 kernel: gfx invoked oom-killer: gfp_mask=0xd0,',
        'order=0, oomkilladj=0',
        'Feb 4 16:15:16 kernel: x',
      ],
      ['gfx invoked oom-killer: gfp_mask=0xd0, order=0, oomkilladj=0', 'x'],
    ],
  ])('%s', (_, shown, expected) => {
    expect(whole(shown)).toEqual(expected);
  });

  it('leaves alone what a program’s source quotes', () => {
    const source = [
      'for line in (',
      '    "a invoked oom-killer: gfp_mask=0x1",',
      '    "Mem-Info:",',
      '):',
      '    check(line)',
      'end',
    ];
    expect(undecorated(source).undo).toBeNull();
  });
});
