import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RawSample } from '../../../parsers/model/sample.ts';
import { linesOf, noOptions } from '../../../parsers/samples/define-format.ts';
import { sniffSamples } from '../../../parsers/samples/detect.ts';
import { sampleFormats } from '../../../parsers/samples/index.ts';
import { samplesReader } from '../../../parsers/samples/mixed-reader.ts';
import { metricKind } from '../../../parsers/samples/names/metric-names.ts';

interface Pass {
  readonly samples: RawSample[];
  readonly rejects: number;
}

function readLines(texts: readonly string[]): Pass {
  const samples: RawSample[] = [];
  let rejects = 0;
  const reader = samplesReader(noOptions, texts.slice(0, 50));
  const sink = {
    sample: (sample: RawSample) => samples.push(sample),
    reject() {
      rejects += 1;
    },
  };
  for (const line of linesOf(texts, 'f')) reader.read(line, sink);
  reader.end(sink);
  return { samples, rejects };
}

function checkSamples(samples: readonly RawSample[], texts: readonly string[]): void {
  const length = texts.reduce((sum, text) => sum + text.length + 1, 0);
  for (const sample of samples) {
    const { span, metrics } = sample;
    expect(span.line >= 1 && span.line + span.lines - 1 <= texts.length).toBe(true);
    expect(span.byteStart >= 0 && span.byteStart <= span.byteEnd && span.byteEnd <= length).toBe(true);
    expect(Object.keys(metrics).length).toBeGreaterThan(0);
    for (const [name, value] of Object.entries(metrics)) {
      const kind = metricKind(name) ?? 'bytes';
      expect([name, Number.isFinite(value)]).toEqual([name, true]);
      if (name !== 'oomScoreAdj') expect([name, value >= 0]).toEqual([name, true]);
      if (kind === 'bytes') expect([name, Number.isSafeInteger(value)]).toEqual([name, true]);
    }
    if (sample.stamp) expect(Number.isSafeInteger(sample.stamp.civilUs)).toBe(true);
    expect(sample.stamp === null).toBe(sample.stampBasis === null);
    if (sample.quantumBytes !== null)
      expect(Number.isInteger(sample.quantumBytes) && sample.quantumBytes >= 1).toBe(true);
  }
}

const realLines = sampleFormats.flatMap((format) => format.samples.flatMap((text) => text.split('\n')));
/** Real lines, real lines damaged in the middle, and noise. */
const anyLine = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...realLines) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...realLines), fc.nat(200), fc.nat(3), fc.string({ unit: 'binary', maxLength: 3 }))
      .map(([line, at, cut, noise]) => {
        const from = at % (line.length + 1);
        return line.slice(0, from) + noise.replace(/[\n\r]/g, '') + line.slice(from + cut);
      }),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }).map((text) => text.replace(/[\n\r]/g, '')) },
);
const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

describe('whatever a file holds', () => {
  test('nothing throws, spans lie inside it, and every number is one', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 40 }), (lines) => {
        const texts = lines.map(latin1);
        checkSamples(readLines(texts).samples, texts);
        const sniffed = sniffSamples(texts);
        if (sniffed) expect(sniffed.confidence > 0 && sniffed.confidence <= 1).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test('names out of Object.prototype are names like any others', () => {
    const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'];
    const texts = names.flatMap((name) => [
      `${name}: 5 kB`,
      `${name} 5`,
      `time,${name}`,
      '1763631305,5',
      `{"time":1763631305,"${name}":5}`,
      `${name}{a="b"} 5`,
      `node_memory_${name}_bytes 5`,
      `mem,host=a ${name}=5i 1763631305`,
      `PID RSS ${name}`,
      `09:39:44 kbmemfree ${name}`,
      '09:39:45 5 5',
    ]);
    checkSamples(readLines(texts).samples, texts);
  });

  test('a line of a hundred thousand signs is no burden, whatever it is made of', () => {
    const pieces = [
      ' ',
      '=',
      '-',
      '1',
      'a',
      ':',
      ',',
      '/',
      '(',
      'a=1',
      '1 ',
      '{"a":',
      '[',
      'memory.',
      ' avg10=',
      'svmem(a=1, ',
      '"',
      '\t',
      '0:00:',
      '# ',
    ];
    const starts = [
      '',
      'PID ',
      'memory.',
      '/sys/fs/cgroup/',
      'svmem(',
      'Node 0, zone ',
      '=== ',
      'Every 5s: ',
      'time,',
      '# ',
      '{',
      '[{',
      'PRM a 1780350741 2026/06/01 23:52:21 52 1 (',
    ];
    const texts = starts.flatMap((start) =>
      pieces.flatMap((piece) =>
        [100_000, 4000, 390].map((length) => start + piece.repeat(Math.ceil((length - start.length) / piece.length))),
      ),
    );
    checkSamples(readLines(texts).samples, texts);
  });

  test('a cut after any line loses samples and changes none that was whole', () => {
    for (const format of sampleFormats.filter((each) => !each.readsWholeLines)) {
      for (const text of format.samples) {
        const lines = text.split('\n');
        const whole = readLines(lines).samples;
        for (let count = 1; count < lines.length; count += 1) {
          for (const sample of readLines(lines.slice(0, count)).samples) {
            const same = whole.find(
              (each) =>
                each.span.line === sample.span.line &&
                each.pid === sample.pid &&
                each.zone === sample.zone &&
                each.cgroup === sample.cgroup &&
                each.scope === sample.scope,
            );
            expect(same).toBeDefined();
            for (const [name, value] of Object.entries(sample.metrics))
              expect([format.name, name, same?.metrics[name]]).toEqual([format.name, name, value]);
          }
        }
      }
    }
  });
});
