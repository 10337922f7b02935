import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { noOptions } from '../../../parsers/samples/define-format.ts';
import { sniffSamples } from '../../../parsers/samples/detect.ts';
import { sampleFormats } from '../../../parsers/samples/index.ts';
import { samplesReader } from '../../../parsers/samples/mixed-reader.ts';
import { metricKind } from '../../../parsers/samples/names/metric-names.ts';
import { read, readAs } from './support.ts';

const folder = fileURLToPath(new URL('../../../parsers/samples', import.meta.url));

describe('the list of sample formats', () => {
  test('holds every file that defines a format, and nothing else, under the name of the file', () => {
    const defining = readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && /= defineFormat\(/.test(readFileSync(`${folder}/${name}`, 'utf8')))
      .map((name) => name.slice(0, -3));
    expect([...sampleFormats.map((format) => format.name)].sort()).toEqual(defining.sort());
  });

  test('has the reader for home-made logs last, since it takes what nobody else understands', () => {
    expect(sampleFormats.findIndex((format) => format.readsWholeLines)).toBe(sampleFormats.length - 1);
  });
});

// A format that no tool's own output stands for is one that nobody has seen working.
test('every format has a case in corpus/samples', () => {
  const corpus = fileURLToPath(new URL('../../../corpus/samples', import.meta.url));
  const met = readdirSync(corpus, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const { inputs } = JSON.parse(readFileSync(`${corpus}/${name}/expected.json`, 'utf8'));
      return inputs.flatMap(({ format }: { format: string | null }) => format?.split('+') ?? []);
    });
  expect(sampleFormats.map(({ name }) => name).filter((name) => !met.includes(name))).toEqual([]);
});

const blocks = sampleFormats.flatMap((format) =>
  format.samples.map((text, index) => ({ name: `${format.name} ${index}`, format, text })),
);

describe.each(blocks)('the sample $name', ({ format, text }) => {
  test('is read whole by its format', () => {
    const reading = readAs(format, text);
    expect(reading.foreign).toEqual([]);
    expect(reading.rejects).toEqual([]);
    expect(reading.samples.length).toBeGreaterThan(0);
    expect(reading.formats).toEqual([format.name]);
  });

  test('is sniffed as its format and as no other', () => {
    const lines = text.split('\n');
    expect(format.sniff(lines)).toBe(1);
    const others = sampleFormats
      .filter((other) => other !== format && other.sniff(lines) > 0)
      .map((other) => other.name);
    expect(others).toEqual(format.readsWholeLines ? [] : others.filter((name) => name === 'home-made'));
    expect(sniffSamples(lines)).toEqual({ format: format.name, confidence: 1 });
  });

  test('gives the same through the reader of mixed files', () => {
    const mixed = read(text);
    expect(mixed.formats).toEqual([format.name]);
    expect(mixed.samples).toEqual(readAs(format, text).samples);
  });

  test('gives metrics by canonical names, finite, and sizes as whole bytes', () => {
    for (const { metrics } of readAs(format, text).samples) {
      for (const [name, value] of Object.entries(metrics)) {
        const kind = metricKind(name);
        expect(kind ?? name).toMatch(kind ? /./ : /_bytes$/);
        expect(Number.isFinite(value)).toBe(true);
        if (kind === 'bytes') expect(Number.isSafeInteger(value) && value >= 0).toBe(true);
        if (kind === 'percent') expect(value).toBeLessThanOrEqual(100);
      }
    }
  });
});

test('a format without a sample needs what no text can say', () => {
  expect(sampleFormats.filter((format) => format.samples.length === 0).map((format) => format.name)).toEqual(['statm']);
});

test('every format gives the same whether or not it sees the head of the file first', () => {
  for (const { format, text } of blocks) {
    expect(readAs(format, text, { withHead: false }).samples).toEqual(readAs(format, text).samples);
  }
});

test('a reader of mixed files names the format of the line it claimed last', () => {
  const reader = samplesReader(noOptions);
  const sink = { sample() {}, reject() {} };
  const line = { path: 'x', line: 1, byteStart: 0, byteEnd: 9, cut: false };
  reader.read({ ...line, text: 'MemTotal: 4 kB' }, sink);
  expect(reader.current).toBe('meminfo');
  reader.read({ ...line, text: 'nothing' }, sink);
  expect(reader.current).toBeNull();
});
