import { describe, expect, it } from 'vitest';
import { journalExport } from '../../../parsers/framings/journal-export.ts';
import { journalJson } from '../../../parsers/framings/journal-json.ts';
import { journalShort } from '../../../parsers/framings/journal-short.ts';
import { frame, frameOne, linesOf, written } from './frame.ts';

const kernelFields = {
  _TRANSPORT: 'kernel',
  SYSLOG_FACILITY: '0',
  SYSLOG_IDENTIFIER: 'kernel',
  PRIORITY: '4',
  _HOSTNAME: 'web01',
  _BOOT_ID: '277179e7c769445ea7d63824e82cf045',
  __REALTIME_TIMESTAMP: '1779053167076744',
  __MONOTONIC_TIMESTAMP: '116206264',
  _SOURCE_MONOTONIC_TIMESTAMP: '115965652',
};
const json = (fields: object) => JSON.stringify({ ...kernelFields, MESSAGE: 'Mem-Info:', ...fields });
const bytes = (text: string) => [...Buffer.from(text, 'utf8')];

describe('journal-json', () => {
  it('reads every field of an entry', () => {
    const entry = frameOne(journalJson, json({}));
    expect(entry).toMatchObject({
      text: 'Mem-Info:',
      writer: 'kernel',
      host: 'web01',
      bootId: '277179e7c769445ea7d63824e82cf045',
      monotonicUs: 115965652,
      severity: 4,
      tag: 'kernel',
      pid: null,
      first: true,
    });
    expect(written(entry)).toBe('2026-05-17T21:26:07.076744 0');
  });

  it('reads a program’s entry', () => {
    const fields = {
      _TRANSPORT: 'journal',
      SYSLOG_FACILITY: '3',
      SYSLOG_IDENTIFIER: 'systemd',
      _PID: '1',
      _SYSTEMD_UNIT: 'init.scope',
      MESSAGE_ID: 'fe6faa94e7774663a0da52717891d8ef',
      _SOURCE_REALTIME_TIMESTAMP: '1779053167000000',
    };
    const entry = frameOne(journalJson, json(fields));
    expect(entry).toMatchObject({
      writer: 'user',
      tag: 'systemd',
      pid: 1,
      unit: 'init.scope',
      messageId: 'fe6faa94e7774663a0da52717891d8ef',
      monotonicUs: null,
    });
    expect(written(entry)).toBe('2026-05-17T21:26:07.000000 0');
  });

  it.each([
    ['a string', '"Mem-Info:"', ['Mem-Info:']],
    ['a string of lines', '"a\\n b\\n"', ['a', ' b']],
    ['bytes', JSON.stringify(bytes('Mem-Info:')), ['Mem-Info:']],
    ['bytes that are no UTF-8', '[75,195]', ['K\ufffd']],
    ['bytes with a newline', JSON.stringify(bytes('a\n b')), ['a', ' b']],
    ['nothing, for it was too long', 'null', ['']],
    ['several values', '["a","b"]', ['a', 'b']],
    ['several values, one of bytes', `["a",${JSON.stringify(bytes('é'))},null]`, ['a', 'é']],
  ])('reads a message that is %s', (_case, message, texts) => {
    const { entries } = frame(journalJson, json({}).replace('"MESSAGE":"Mem-Info:"', `"MESSAGE":${message}`));
    expect(entries.map((entry) => entry.text)).toEqual(texts);
    expect(entries.map((entry) => entry.first)).toEqual(texts.map((_text, index) => index === 0));
  });

  /** journald alone sets `_TRANSPORT`; what a program claims of itself proves nothing. */
  it.each([
    ['kernel', {}],
    ['kernel', { SYSLOG_FACILITY: undefined }],
    ['user', { SYSLOG_FACILITY: '1' }],
    ['user', { SYSLOG_FACILITY: ['0', '1'] }],
    ['user', { _TRANSPORT: 'syslog' }],
    ['user', { _TRANSPORT: 'stdout', _PID: '99' }],
    ['user', { _TRANSPORT: undefined, _PID: '99' }],
    ['unproved', { _TRANSPORT: undefined }],
  ])('says %s of %j', (writer, fields) => {
    expect(frameOne(journalJson, json(fields))?.writer).toBe(writer);
  });

  it('takes the marks of json-seq and json-sse', () => {
    const { entries, refused } = frame(journalJson, `\x1e${json({})}\ndata: ${json({})}\n\n${json({})}\r\n`);
    expect(entries).toHaveLength(3);
    expect(refused).toEqual(['']);
  });

  it.each([
    { id: 'L01', title: 'slow leak', kernel: '6.12.107' },
    { ID: 'L01', TITLE: 'slow leak', MESSAGE: 'of somebody else' },
    { MESSAGE: 'of somebody else' },
  ])('claims nothing of a pretty object that is no entry: %j', (object) => {
    const text = JSON.stringify(object, null, 1).split('\n');
    expect(journalJson.sniff(text)).toBe(0);
    expect(journalJson.sniff([...text, json({})])).toBeCloseTo(1 / (text.length + 1));
  });

  it('claims the beginning of a pretty object that may become an entry', () => {
    const text = JSON.stringify({ ...kernelFields, MESSAGE: 'Mem-Info:' }, null, 2).split('\n');
    for (let count = 1; count <= text.length; count++) expect(journalJson.sniff(text.slice(0, count))).toBe(1);
  });

  it('reads json-pretty, with the span of the whole object', () => {
    const one = JSON.stringify({ ...kernelFields, MESSAGE: 'a\n b', _SOURCE: ['x', 'y'] }, null, '\t').replaceAll(
      '": ',
      '" : ',
    );
    const { entries, refused } = frame(journalJson, `${one}\n${one}\n`);
    expect(refused).toEqual([]);
    expect(entries.map((entry) => [entry.text, entry.writer])).toEqual([
      ['a', 'kernel'],
      [' b', 'kernel'],
      ['a', 'kernel'],
      [' b', 'kernel'],
    ]);
    const lines = one.split('\n').length;
    expect(entries[2]?.span).toMatchObject({
      line: lines + 1,
      lines,
      byteStart: one.length + 1,
      byteEnd: one.length * 2 + 1,
    });
  });

  it('says that it holds an object that has begun', () => {
    const reader = journalJson.reader();
    const [open, field] = linesOf('{\n\t"MESSAGE" : "x"\n');
    expect(reader.holding).toBe(false);
    reader.read(open!, () => {});
    reader.read(field!, () => {});
    expect(reader.holding).toBe(true);
    reader.jump();
    expect(reader.holding).toBe(false);
  });

  it.each([
    json({}).slice(0, 200),
    '{"MESSAGE":"x"}',
    '{"log":"x\\n","stream":"stdout"}',
    '[1,2]',
    '{"a":{"MESSAGE":1}}',
    '{}',
  ])('refuses %s', (text) => {
    expect(frame(journalJson, text)).toEqual({ entries: [], refused: [text] });
  });

  it('reads a message that is nested as no program nests it', () => {
    const deep = `${'['.repeat(50_000)}1${']'.repeat(50_000)}`;
    expect(frameOne(journalJson, json({}).replace('"Mem-Info:"', deep))?.text).toBe('');
  });

  it('refuses a line whose end is missing', () => {
    const [line] = linesOf(json({}));
    expect(journalJson.reader().read({ ...line!, cut: true }, () => {})).toBe(false);
  });
});

describe('journal-export', () => {
  const block = (message: string) =>
    Object.entries({ __CURSOR: 's=1;i=2', ...kernelFields, MESSAGE: message })
      .map(([name, value]) => `${name}=${value}`)
      .join('\n');
  const binary = (name: string, value: Buffer) => {
    const size = Buffer.alloc(8);
    size.writeBigUInt64LE(BigInt(value.length));
    return Buffer.concat([Buffer.from(`${name}\n`), size, value]).toString('latin1');
  };
  /** The bytes are given as latin1: they are no UTF-8. */
  const frameBytes = (latin1: string) => {
    const reader = journalExport.reader();
    const out: { text: string; writer: string; span: object }[] = [];
    let at = 0;
    for (const [index, text] of latin1.split('\n').entries()) {
      const stripped = text.replace(/\r$/, '');
      reader.read(
        { path: 'x', text: stripped, line: index + 1, byteStart: at, byteEnd: at + stripped.length, cut: false },
        (entry) => out.push(entry),
      );
      at += text.length + 1;
    }
    reader.end((entry) => out.push(entry));
    return out;
  };

  it('reads blocks, the last without a blank line behind it', () => {
    const { entries, refused } = frame(journalExport, `${block('a')}\n\n${block('b')}`);
    expect(refused).toEqual([]);
    expect(entries.map((entry) => [entry.text, entry.writer, entry.host, entry.monotonicUs, entry.span.line])).toEqual([
      ['a', 'kernel', 'web01', 115965652, 1],
      ['b', 'kernel', 'web01', 115965652, 13],
    ]);
  });

  /** A size of 10 is a newline byte, which cuts the size itself in two lines. */
  it.each([['a\n b'], ['0123456\n89'], ['x'.repeat(256)], ['x'.repeat(2570)], ['caf\u00c3\u00a9'], ['a\r\nb'], ['']])(
    'reads a binary value %j',
    (value) => {
      const size = Buffer.from(value, 'latin1');
      const text = `__CURSOR=s\n_TRANSPORT=kernel\n${binary('MESSAGE', size)}\n_HOSTNAME=web01\n\n`;
      const out = frameBytes(text);
      const expected = Buffer.from(value, 'latin1').toString('utf8').split(/\r?\n/);
      expect(out.map((entry) => entry.text)).toEqual(expected);
      expect(out[0]).toMatchObject({
        writer: 'kernel',
        host: 'web01',
        span: { line: 1, byteStart: 0, byteEnd: text.length - 2 },
      });
    },
  );

  /** The size of a damaged field could swallow the rest of the file. */
  it('goes on behind a value whose size cannot be', () => {
    const damaged = `MESSAGE\n${'\x7f'.repeat(8)}a\n_HOSTNAME=web01`;
    const out = frameBytes(`__CURSOR=s\n${damaged}\n\n__CURSOR=t\nMESSAGE=b\n\n`);
    expect(out.map((entry) => entry.text)).toEqual(['b']);
  });

  it('is not taken in by settings files', () => {
    expect(frame(journalExport, 'HOME=/root\nMESSAGE=x\n\n').refused).toEqual(['HOME=/root', 'MESSAGE=x', '']);
  });
});

describe('journal-short', () => {
  it.each([
    ['Nov 20 09:30:30 web01 kernel: x', 'kernel', null, '11-20T09:30:30.000000 local'],
    ['Nov 20 09:30:30.123456 web01 kernel: x', 'kernel', null, '11-20T09:30:30.123456 local'],
    ['2026-11-20T09:30:30+0200 web01 kernel: x', 'kernel', null, '2026-11-20T09:30:30.000000 120'],
    ['2026-11-20T09:30:30.123456+02:00 web01 kernel: x', 'kernel', null, '2026-11-20T09:30:30.123456 120'],
    ['[  608.218483] web01 kernel: x', 'kernel', 608218483, null],
    ['[  608.218483 <    0.000123 >] web01 kernel: x', 'kernel', 608218483, null],
    ['[  608.218483 <             >] web01 kernel: x', 'kernel', 608218483, null],
    ['1795167030.123456 web01 kernel: x', 'kernel', null, '2026-11-20T09:30:30.123456 0'],
    ['Fri 2026-11-20 09:30:30 UTC web01 kernel: x', 'kernel', null, '2026-11-20T09:30:30.000000 0'],
    ['Fri 2026-11-20 09:30:30 CET web01 kernel: x', 'kernel', null, '2026-11-20T09:30:30.000000 local'],
    ['Fri 2026-11-20 09:30:30 -03 web01 kernel: x', 'kernel', null, '2026-11-20T09:30:30.000000 -180'],
    ['Fri 2026-11-20 09:30:30 UTC web01 nginx.service[812]: x', 'nginx', null, '2026-11-20T09:30:30.000000 0'],
  ])('%s', (text, tag, monotonicUs, stamp) => {
    const entry = frameOne(journalShort, text);
    expect(entry).toMatchObject({
      text: 'x',
      host: 'web01',
      tag,
      monotonicUs,
      writer: tag === 'kernel' ? 'unproved' : 'user',
    });
    expect(written(entry)).toBe(stamp);
  });

  it('claims the marks between boots and makes no entry of them', () => {
    const { entries, refused } = frame(
      journalShort,
      [
        '-- Journal begins at Tue 2026-08-04 15:05:12 UTC, ends at Tue 2026-08-04 15:06:11 UTC. --',
        '-- Logs begin at Tue 2026-08-04 15:05:12 UTC, end at Tue 2026-08-04 15:06:11 UTC. --',
        '-- Boot 277179e7c769445ea7d63824e82cf045 --',
        '-- Reboot --',
        '-- No entries --',
      ].join('\n'),
    );
    expect([entries, refused]).toEqual([[], []]);
  });

  it('inherits the kernel’s clock in the lines that continue a message', () => {
    const { entries } = frame(journalShort, `[  116.206264] web01 kernel: a\n${' '.repeat(29)} b`);
    expect(entries.map((entry) => [entry.text, entry.monotonicUs, entry.first])).toEqual([
      ['a', 116206264, true],
      [' b', 116206264, false],
    ]);
  });

  /** In the monotonic forms nothing but the host tells journalctl's line from dmesg's. */
  it.each([
    '[   12.345678] usb 1-1: new high-speed USB device number 2 using xhci_hcd',
    '[   12.345678] systemd[1]: Started x',
    '[   12.345678][  T12] web01 kernel: x',
    '[   12.345678] Mem-Info:',
  ])('leaves %s to dmesg', (text) => {
    expect(frame(journalShort, text).refused).toEqual([text]);
  });

  it('knows the host from the lines before', () => {
    const { refused } = frame(
      journalShort,
      '[    1.000000] web01 kernel: x\n[    1.000000] web01 audit: x\n[    1.000000] Web Content[77]: segfault at 0',
    );
    expect(refused).toEqual(['[    1.000000] Web Content[77]: segfault at 0']);
  });
});
