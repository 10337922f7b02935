import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createJsonPieces } from '../../../parsers/samples/json/pieces.ts';
import { namedMetric } from '../../../parsers/samples/names/column-names.ts';
import { createBareUnitEvidence } from '../../../parsers/samples/text/bare-unit.ts';
import { createCellReader } from '../../../parsers/samples/text/cell.ts';
import { commOfCommandLine, commOfEither } from '../../../parsers/samples/text/comm.ts';
import { splitDelimited } from '../../../parsers/samples/text/delimited.ts';
import { parseDecimal, parseUint, splitBlanks } from '../../../parsers/samples/text/numbers.ts';
import { unitOfFree } from '../../../parsers/samples/text/procps-unit.ts';
import { parseQuantity } from '../../../parsers/samples/text/quantity.ts';

describe('quantities', () => {
  // procps, top, docker old and new, kubectl; the last column is the size of the last digit written.
  test.each([
    ['3.8Gi', 4_080_218_931, 107_374_182],
    ['285Mi', 285 * 1024 ** 2, 1024 ** 2],
    ['0B', 0, 1],
    ['24.2g', 25_984_552_141, 107_374_182],
    ['6.5m', 6_815_744, 104_858],
    ['796KiB', 796 * 1024, 1024],
    ['1,5 GiB', 1_610_612_736, 107_374_182],
    ['64MiB', 64 * 1024 ** 2, 1024 ** 2],
  ])('%s', (text, bytes, quantumBytes) => {
    expect(parseQuantity(text)).toEqual({ bytes, quantumBytes });
  });

  test('a bare letter follows the tool: docker up to 1.12 and --si count in thousands', () => {
    expect(parseQuantity('796 KB', 1000)?.bytes).toBe(796_000);
    expect(parseQuantity('25G', 1000)?.bytes).toBe(25_000_000_000);
    expect(parseQuantity('25Gi', 1000)?.bytes).toBe(25 * 1024 ** 3);
  });

  test.each(['', 'Gi', '3.8', '3.8x', '1.2.3Gi', '-3Gi', '9999999999Ei', 'NaNMi', '1 234Mi'])('%s is none', (text) => {
    expect(parseQuantity(text)).toBeNull();
  });
});

describe('numbers', () => {
  test('an integer is read exactly or not at all', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 70n }), (value) => {
        const text = String(value);
        const read = parseUint(text, 0, text.length);
        expect(read).toBe(value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : -1);
      }),
    );
  });

  test('what is no number is NaN, infinities too', () => {
    for (const text of ['', '-', 'nan', 'inf', '1e', 'e5', '1.2.3', '0x10', '1,2', ' 1', '1e999'])
      expect(parseDecimal(text)).toBeNaN();
    expect(parseDecimal('1,5', 'comma')).toBe(1.5);
    expect(parseDecimal('1.5', 'comma')).toBeNaN();
    expect(parseDecimal('2.298032128e+09')).toBe(2_298_032_128);
  });

  test('fields between blanks are where a split would put them', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(' ', '\t', 'a', '1', '.') }), (text) => {
        const spans: number[] = [];
        const count = splitBlanks(text, spans);
        const fields = Array.from({ length: count }, (_, index) => text.slice(spans[index * 2], spans[index * 2 + 1]));
        expect(fields).toEqual(text.split(/[ \t]+/).filter((field) => field !== ''));
      }),
    );
  });
});

describe('cells of a table', () => {
  test('a comma is a decimal mark only where the file shows it', () => {
    const cells = createCellReader(true, 'ambiguous');
    expect(cells.read('1.234')).toBe('ambiguous');
    expect(cells.read('1.234,5')).toMatchObject({ value: 1234.5 });
    expect(cells.read('1.234')).toMatchObject({ value: 1234 });
    expect(cells.read('12.5')).toBe('unreadable');
  });

  test('a point stays a point where the file shows it', () => {
    const cells = createCellReader(true, 'ambiguous');
    expect(cells.read('12.5')).toMatchObject({ value: 12.5, decimals: 1 });
    expect(cells.read('1.234')).toMatchObject({ value: 1.234 });
    expect(cells.read('12,5')).toBe('unreadable');
    expect(cells.read('1,234.5')).toMatchObject({ value: 1234.5 });
  });

  test('where commas separate fields a number has none, and nothing is ambiguous', () => {
    expect(createCellReader(false, 'point').read('1.234')).toMatchObject({ value: 1.234 });
  });

  test.each(['', '-', 'NaN', '-nan', 'Inf', 'null', 'N/A'])('%j is absent', (text) => {
    expect(createCellReader(false, 'point').read(text)).toBe('absent');
  });

  test('units and percent are kept apart from the number', () => {
    const cells = createCellReader(false, 'point');
    expect(cells.read('512 MiB')).toMatchObject({ value: 512, unit: 1024 ** 2 });
    expect(cells.read('37.2%')).toMatchObject({ value: 37.2, isPercent: true, unit: null });
    expect(cells.read('12 apples')).toBe('unreadable');
  });
});

test('names of columns say metric, kind and unit', () => {
  const table: [string, string | null, number | null][] = [
    ['used_mb', 'memUsedBytes', 1024 ** 2],
    ['free (KiB)', 'memFreeBytes', 1024],
    ['mem.available.bytes', 'memAvailableBytes', 1],
    ['heapUsed', 'heapUsedBytes', null],
    ['MemAvailable', 'memAvailableBytes', null],
    ['kbmemfree', 'memFreeBytes', 1024],
    ['RSS', 'rssBytes', null],
    ['mem_used_percent', 'memUsedPercent', 1],
    ['%mem', 'memoryPercent', 1],
    ['swap%', 'swapUsedPercent', 1],
    ['pgmajfault', 'majorFaultsTotal', 1],
    ['response_time_ms', null, null],
    ['requests', null, null],
    ['disk_used_mb', null, null],
    ['constructor', null, null],
    ['__proto__', null, null],
  ];
  for (const [name, metric, unit] of table) {
    const named = namedMetric(name);
    expect([name, named?.metric ?? null]).toEqual([name, metric]);
    if (named) expect([name, named.unit]).toEqual([name, unit]);
  }
});

test('names of processes come from command lines as the kernel keeps them', () => {
  expect(commOfCommandLine('/usr/lib/systemd/systemd-journald')).toBe('systemd-journal');
  expect(commOfCommandLine('[kworker/0:1-events]')).toBe('kworker/0:1-events');
  expect(commOfCommandLine('postgres: 17/main: writer')).toBe('postgres');
  expect(commOfCommandLine('(sd-pam)')).toBe('(sd-pam)');
  expect(commOfEither('Web Content')).toBe('Web Content');
  expect(commOfEither('python3 cache_service.py')).toBe('python3');
  expect(commOfEither('/usr/bin/java -jar x')).toBe('java');
});

describe('the unit of bare numbers', () => {
  test.each([
    ['-b of 23 GiB', 25_276_510_208, [25_276_510_208, 24_196_423_680, 9_068_544], 'B'],
    ['-k', 24_684_092, [24_684_092, 22_080_788, 551_908, 2_336_268], 'KiB'],
    ['-k of a small guest', 339_692, [339_692, 39_468, 300_468, 9960], 'KiB'],
    ['-m of 32 GiB: no whole pages', 31_992, [31_992, 1203, 28_001, 17, 2787], 'MiB'],
    ['-m of 1 GiB', 964, [964, 263, 712, 7, 130, 700], 'MiB'],
    ['-g', 23, [23, 22], 'GiB'],
    ['MiB or GiB', 125, [125, 3, 100], null],
    ['--kilo', 25_276_510, [25_276_510, 600_023, 24_196_423], null],
  ])('%s', (_, total, amounts, unit) => {
    expect(unitOfFree(total, amounts)).toBe(unit);
  });

  test('values of a log show their unit by whole pages, and few values show none', () => {
    const guess = (...values: number[]) => {
      const evidence = createBareUnitEvidence();
      for (const value of values) evidence.add(value);
      return evidence.guess();
    };
    expect(guess(48_234_496, 48_242_688, 49_000_448)).toBe('B');
    expect(guess(1_263_616, 1_263_900, 1_264_104)).toBe('KiB');
    expect(guess(1234, 1250, 1251)).toBe('MiB');
    expect(guess(10_240)).toBeNull();
    expect(guess(37.2, 38.1)).toBeNull();
    expect(guess()).toBeNull();
  });
});

test('quotes protect separators and are doubled inside', () => {
  expect(splitDelimited('"a,b",c,"d ""e"""', ',')).toEqual(['a,b', 'c', 'd "e"']);
  expect(splitDelimited('"open,c', ',')).toBeNull();
});

describe('JSON read piece by piece', () => {
  function pieces(text: string, cuts: readonly number[], wanted: (place: string) => boolean) {
    const found: [string, unknown][] = [];
    const reader = createJsonPieces({
      wants: wanted,
      begin() {},
      piece: (place, value) => found.push([place, value]),
      longestPiece: 1000,
      overlong: (place) => found.push([place, 'overlong']),
    });
    let from = 0;
    for (const cut of [...cuts, text.length]) {
      if (cut <= from) continue;
      reader.feed(text.slice(from, cut));
      from = cut;
    }
    return { found, state: reader.state };
  }

  const document = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.string(),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
    ),
  })).value;

  test('gives what JSON.parse gives, wherever the text is cut', () => {
    fc.assert(
      fc.property(fc.array(document), fc.array(fc.nat(400)), fc.boolean(), (values, cuts, pretty) => {
        const text = JSON.stringify({ a: { 'x"y\\': 1, rows: values } }, null, pretty ? 2 : 0);
        const { found, state } = pieces(
          text,
          [...cuts].sort((a, b) => a - b),
          (place) => place === 'a.rows[]',
        );
        const wanted = values.filter(
          (value) => (typeof value === 'object' && value !== null) || typeof value === 'string',
        );
        expect(found.map(([, value]) => value)).toEqual(JSON.parse(JSON.stringify(wanted)));
        expect(state).toBe('closed');
      }),
    );
  });

  test('passes over what is too long, and says so', () => {
    const text = JSON.stringify({ rows: [{ big: 'x'.repeat(2000) }, { small: 1 }] });
    expect(pieces(text, [100, 900], (place) => place === 'rows[]').found).toEqual([
      ['rows[]', 'overlong'],
      ['rows[]', { small: 1 }],
    ]);
  });

  test('knows a broken document', () => {
    expect(pieces('{"a": ]', [], () => false).state).toBe('broken');
    expect(pieces('['.repeat(100), [], () => false).state).toBe('broken');
    expect(pieces('{"a": {"b": 1', [], () => false).state).toBe('open');
  });
});
