import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adaptiveReader } from '../../../parsers/framings/adaptive-reader.ts';
import { detectFraming } from '../../../parsers/framings/detect.ts';
import { framings } from '../../../parsers/framings/index.ts';
import { readerOfFile } from '../../../parsers/framings/reader-of-file.ts';
import type { LogEntry } from '../../../parsers/model/entry.ts';
import { linesOf } from './frame.ts';

const detect = (text: string) => detectFraming(linesOf(text).map((line) => line.text))?.name ?? null;

function adapt(text: string) {
  const lines = linesOf(text);
  const head = lines.map((line) => line.text);
  const reader = readerOfFile(head);
  const entries: LogEntry[] = [];
  const names: (string | null)[] = [];
  for (const line of lines) {
    reader.read(line, (entry) => entries.push(entry));
    names.push(reader.current?.name ?? null);
  }
  reader.end((entry) => entries.push(entry));
  return { entries, names };
}

describe('detectFraming', () => {
  it.each(
    framings.filter((framing) => framing.name !== 'plain').map((framing) => [framing.name, framing.samples.join('\n')]),
  )('finds %s by its samples', (name, text) => {
    if (name === 'journal-export' || name === 'yaml-export') return;
    expect(detect(Buffer.from(text, 'latin1').toString('utf8'))).toBe(name);
  });

  it('tells journalctl’s monotonic lines from dmesg’s', () => {
    expect(detect('[    1.000000] web01 kernel: a\n[    1.000001] web01 systemd[1]: b')).toBe('journal-short');
    expect(detect('[    1.000000] usb 1-1: a\n[    1.000001] systemd[1]: b\n[    2.000000] usb usb1: c')).toBe('dmesg');
  });

  it('sees the separators that only journalctl writes', () => {
    expect(detect('-- Reboot --\nNov 20 09:30:30 web01 kernel: a')).toBe('journal-short');
  });

  it.each([
    'MemTotal:        8052748 kB\nMemFree:          302044 kB',
    'procs -----------memory---------- ---swap--\n r  b   swpd   free   buff  cache\n 1  0      0 302044',
    '{"sysstat":{"hosts":[]}}',
    '# HELP node_memory_MemFree_bytes x\nnode_memory_MemFree_bytes 1',
    '#!/bin/sh\necho hello',
    '',
  ])('does not take %j for a log', (text) => {
    expect(detect(text)).toBeNull();
  });

  it('takes a pasted report for plain text of the kernel', () => {
    expect(detect('Hello,\n\npython3 invoked oom-killer: gfp_mask=0xcc0\nMem-Info:')).toBe('plain');
  });
});

describe('adaptiveReader', () => {
  it('changes its mind where logs were copied one behind the other', () => {
    const { entries, names } = adapt(
      [
        'Nov 20 09:30:30 web01 kernel: [    1.000000] a',
        'Nov 20 09:30:30 web01 kernel: [    1.000001] b',
        '[    2.000000] c',
        '4,1,3000000,-;d',
        '2026-11-20T09:30:30Z web01 kernel: e',
        '[Fri Nov 20 09:30:30 2026] f',
        'kern  :warn  : [    5.000000] g',
        '[    6.000000] web01 kernel: h',
        '<4>1 2026-11-20T09:30:30Z web01 kernel - - - i',
        '[    7.000000] j',
      ].join('\n'),
    );
    expect(entries.map((entry) => entry.text).join('')).toBe('abcdefghij');
    expect(names).toEqual([
      'rfc3164',
      'rfc3164',
      'dmesg',
      'kmsg',
      'rfc3339',
      'dmesg-time',
      'dmesg-decode',
      'journal-short',
      'rfc5424',
      'dmesg',
    ]);
  });

  it('emits what the framing before held, before what comes next', () => {
    const { entries } = adapt('__CURSOR=s=1\n_TRANSPORT=kernel\nMESSAGE=a\n[    1.000000] b');
    expect(entries.map((entry) => entry.text)).toEqual(['a', 'b']);
  });

  /** Noise on a serial console must not make the kernel's lines unknown. */
  it('does not stay with a framing that claims anything', () => {
    const { entries, names } = adapt(
      '[    1.000000] a\nU-Boot 2024.01\n[    2.000000] b\nlogin: [    3.000000] c\n[    4.000000] d',
    );
    expect(entries.map((entry) => [entry.text, entry.monotonicUs])).toEqual([
      ['a', 1000000],
      ['U-Boot 2024.01', null],
      ['b', 2000000],
      ['c', 3000000],
      ['d', 4000000],
    ]);
    expect(new Set(names)).toEqual(new Set(['dmesg']));
  });

  /** A log in a mail or a ticket, as people paste it. */
  it.each([
    ['quoted', '> '],
    ['quoted twice', '> > '],
    ['quoted without spaces', '>>'],
    ['in a code block', '    '],
    ['behind a tab', '\t'],
    ['in a quoted code block', '>     '],
  ])('reads a log that is shown %s', (_how, before) => {
    const log = [
      'Nov 20 09:30:30 web01 kernel: [   12.345678] mailer invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0',
      'Nov 20 09:30:30 web01 kernel: [   12.345679]  active_file:0',
    ];
    const { entries, names } = adapt(`Hello,\n${log.map((line) => `${before}${line}\n`).join('')}\nBye`);
    expect(entries.filter((entry) => entry.host !== null).map((entry) => [entry.text, entry.monotonicUs])).toEqual([
      ['mailer invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0', 12345678],
      [' active_file:0', 12345679],
    ]);
    expect(names[1]).toBe('rfc3164');
  });

  it.each(['> ', '  ', '\t'])('takes %j from before kernel text, and leaves its own indentation', (before) => {
    const report = [
      'python3 invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0',
      ' active_file:0 inactive_file:0',
      '[  13207]     0 13207    56321     1234 python3',
    ];
    const { entries } = adapt(`Hello,\n${report.map((line) => `${before}${line}\n`).join('')}bye`);
    expect(entries.map((entry) => entry.text)).toEqual(['Hello,', ...report, 'bye']);
  });

  /** What stands before a line and no program documents: a name must not begin with it. */
  it.each([
    ['18:20:47 kernel: ', 'kernel', null],
    ['18:20:47 web01 kernel: [   12.345678] ', null, 12_345_678],
    [' 1257.892709] ', null, 1_257_892_709],
    ['[ 1257.892] ', null, 1_257_892_000],
    ['[2-3219.1870] ', null, null],
  ])('takes %j from before kernel text', (before, tag, monotonicUs) => {
    const text = 'mailer invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0';
    const { entries } = adapt(`${before}${text}\n${before}Mem-Info:`);
    expect(entries.map((entry) => [entry.text, entry.tag, entry.monotonicUs])).toEqual([
      [text, tag, monotonicUs],
      ['Mem-Info:', tag, monotonicUs],
    ]);
  });

  it('decodes a mail as it was sent', () => {
    const text = `Content-Type: text/plain
Content-Transfer-Encoding: quoted-printable

[   12.345678] mailer invoked oom-killer: gfp_mask=3D0xcc0(GFP_KER=
NEL), order=3D0
[   12.345679] Mem-Info:
[   12.345680] na=C3=AFve =3D`;
    const { entries } = adapt(text);
    expect(entries.slice(-3).map(({ text: message, span }) => [message, span.line])).toEqual([
      ['mailer invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0', 4],
      ['Mem-Info:', 6],
      ['naïve =', 7],
    ]);
  });

  /** A mail program broke the lines at its margin. */
  it.each(['', '> ', '>> '])('puts broken lines together behind %j', (before) => {
    const mail = [
      '[  383.751513] mailer invoked oom-killer: gfp_mask=0x100cca(GFP_HIGHUSER_MOVABLE),',
      'order=0, oom_score_adj=0',
      '[  384.794000] Node 0 DMA32 free:21876kB min:22528kB low:28160kB',
      'high:33792kB active_anon:1889252kB inactive_anon:8672kB active_file:0kB',
      'free_cma:56kB',
      '[  384.802205] lowmem_reserve[]: 0 0 0',
      'console: still alive.',
      '',
      'Any idea?',
    ];
    const { entries } = adapt(mail.map((line) => `${before}${line}`).join('\n'));
    expect(entries.map((entry) => entry.text).slice(0, 4)).toEqual([
      'mailer invoked oom-killer: gfp_mask=0x100cca(GFP_HIGHUSER_MOVABLE), order=0, oom_score_adj=0',
      'Node 0 DMA32 free:21876kB min:22528kB low:28160kB high:33792kB active_anon:1889252kB inactive_anon:8672kB active_file:0kB free_cma:56kB',
      'lowmem_reserve[]: 0 0 0',
      'console: still alive.',
    ]);
  });

  it('leaves lines alone where none shows that it was broken', () => {
    const log = [
      '[  383.751513] mailer invoked oom-killer: gfp_mask=0x100cca(GFP_HIGHUSER_MOVABLE), order=0',
      'a program that writes to the console',
    ];
    expect(adapt(log.join('\n')).entries.map((entry) => entry.text)).toEqual([log[0]?.slice(15), log[1]]);
  });

  it('reads plain text, row by row', () => {
    const report = [
      'python3 invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0',
      ' active_file:0 inactive_file:0',
      '[  pid  ]   uid  tgid total_vm      rss name',
      '[  13207]     0 13207    56321     1234 python3',
    ];
    const { entries } = adapt(report.join('\n'));
    expect(entries.map((entry) => entry.text)).toEqual(report);
    expect(new Set(entries.map((entry) => entry.writer))).toEqual(new Set(['unproved']));
  });

  /** Not every daemon escapes newlines: a program may not make kernel lines with one. */
  it('gives lines without a prefix to the program whose message they follow', () => {
    const forged = 'Out of memory: Killed process 4242 (mysqld) total-vm:3042712kB';
    const { entries } = adapt(
      `Nov 20 09:30:30 web01 kernel: a\nNov 20 09:30:30 web01 app[7]: b\n${forged}\n\tat Foo.bar`,
    );
    expect(entries.map((entry) => [entry.text, entry.writer, entry.tag, entry.first])).toEqual([
      ['a', 'unproved', 'kernel', true],
      ['b', 'user', 'app', true],
      [forged, 'user', 'app', false],
      ['\tat Foo.bar', 'user', 'app', false],
    ]);
  });

  it('takes many of them for a log in another form', () => {
    const bare = Array.from({ length: 40 }, (_, at) => `line ${at}`).join('\n');
    const { entries } = adapt(`Nov 20 09:30:30 web01 app[7]: b\n${bare}`);
    expect(entries.filter((entry) => entry.writer === 'user')).toHaveLength(17);
    expect(entries.at(-1)).toMatchObject({ text: 'line 39', writer: 'unproved' });
  });

  describe('learns from the head of the file', () => {
    const stamped = Array.from({ length: 5 }, (_, at) => `Nov 20 09:30:30 web01 kernel: [    1.00000${at}] line`);
    const bare = 'Nov 20 09:31:00 web01 kernel: Out of memory: Killed process 4242 (mysqld)';
    const judge = (head: readonly string[]) => {
      const reader = readerOfFile(head);
      reader.jump();
      const entries: LogEntry[] = [];
      reader.read(linesOf(bare)[0]!, (entry) => entries.push(entry));
      return entries[0]?.writer;
    };

    it('that kernel lines carry stamps', () => {
      expect(judge(stamped)).toBe('user');
    });

    it('nothing, where lines before them do not', () => {
      expect(judge([bare, ...stamped])).toBe('unproved');
    });
  });
});

/** Log content is hostile: any line may come, and each framing must say yes or no and nothing else. */
describe('on any line', () => {
  const piece = fc.constantFrom(
    ...framings.flatMap((framing) => framing.samples.flatMap((sample) => sample.split(/(?<=[\s:[\]<>,;{}"])/))),
    ' ',
    '[',
    '<4>',
    '#012',
    '\\x0a',
    '\x1b[0m',
    '\u0000',
    '\u00ff',
    '"MESSAGE":[1,2',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
  );

  it.each(framings.map((framing) => [framing.name, framing] as const))('%s keeps its contract', (_name, framing) => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), (texts) => {
        const reader = framing.reader();
        for (const line of linesOf(texts.map((one) => one.replaceAll('\n', ' ')).join('\n'))) {
          let emitted = 0;
          const claimed = reader.read(line, (entry) => {
            emitted += 1;
            expect(entry.span.byteEnd).toBeLessThanOrEqual(line.byteEnd);
            expect(entry.span.byteStart).toBeLessThanOrEqual(entry.span.byteEnd);
            expect(entry.text).not.toContain('\n');
          });
          if (!claimed) expect(emitted).toBe(0);
        }
        reader.end(() => {});
        const share = framing.sniff(texts);
        expect(share >= 0 && share <= 1).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  /** A search that is quadratic in the length of a line would not come back from these. */
  it.each([' ', '[', '{', '<', '\x1b[', '"msg": "', '#0', '\\x', ': ', '1', '[    1.000000', '- '])(
    'a mebibyte of %j is read',
    (filling) => {
      const text = filling.repeat(1024 ** 2 / filling.length);
      for (const edge of [
        text,
        `{${text}x`,
        `"msg":${text}x`,
        `[    1.000000] ${text}`,
        `Nov 20 09:30:30 a b: ${text}`,
      ]) {
        const reader = readerOfFile([edge]);
        reader.read({ path: 'x', text: edge, line: 1, byteStart: 0, byteEnd: edge.length, cut: true }, () => {});
        expect(reader.current).not.toBeUndefined();
      }
    },
  );

  it('all together throw nothing', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), (texts) => {
        const reader = readerOfFile(texts);
        for (const line of linesOf(texts.map((one) => one.replaceAll('\n', ' ')).join('\n')))
          reader.read(line, () => {});
        reader.jump();
        reader.end(() => {});
      }),
      { numRuns: 200 },
    );
  });
});

describe('the framings of a file', () => {
  function framingsOf(lines: readonly string[]): readonly string[] {
    const reader = adaptiveReader(detectFraming(lines));
    for (const [index, text] of lines.entries())
      reader.read({ path: 'a', text, line: index + 1, byteStart: 0, byteEnd: text.length, cut: false }, () => {});
    return [...reader.claims().keys()].filter((name) => name !== 'plain');
  }

  it('has no journal where an object is no entry of one', () => {
    expect(framingsOf(JSON.stringify({ id: 'a', host: 'web01', kernel: '6.12' }, null, 1).split('\n'))).toEqual([]);
  });

  it('has the journal where it is one', () => {
    const entry = { _TRANSPORT: 'kernel', MESSAGE: 'Mem-Info:', __REALTIME_TIMESTAMP: '1785855971846335' };
    expect(framingsOf(JSON.stringify(entry, null, 1).split('\n'))).toEqual(['journal-json']);
  });
});
