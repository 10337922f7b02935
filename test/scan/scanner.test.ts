import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNewlineCounter } from '../../src/scan/index.ts';
import { createRegexpScanner } from '../../src/scan/regexp-scanner.ts';
import type { CreateScanner, Scanner } from '../../src/scan/scanner.ts';
import { createSimdScanner } from '../../src/scan/simd-scanner.ts';

const scanners: Record<string, CreateScanner> = {
  simd: (needles) => {
    const scanner = createSimdScanner(needles);
    if (!scanner) throw new Error('this engine has no WebAssembly SIMD');
    return scanner;
  },
  regexp: createRegexpScanner,
};

/** Looks at every offset: the definition of what a scanner finds. */
function findAll(text: Buffer, needles: readonly string[]): number[] {
  const offsets: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (needles.some((needle) => text.toString('latin1', at, at + needle.length) === needle)) offsets.push(at);
  }
  return offsets;
}

function scanInPieces(
  scanner: Scanner,
  text: Buffer,
  sizes: readonly number[],
): { offsets: number[]; newlines: number } {
  const offsets: number[] = [];
  let newlines = 0;
  let from = 0;
  for (let turn = 0; from < text.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    const found = scanner.scan(text.subarray(from, from + size));
    offsets.push(...found.offsets);
    newlines += found.newlines;
    from += size;
  }
  return { offsets, newlines };
}

const letter = fc.constantFrom(...'abc\n\0 é'.split(''));
const text = fc.array(letter, { maxLength: 400 }).map((letters) => Buffer.from(letters.join(''), 'latin1'));
const needle = fc
  .array(fc.constantFrom(...'abc'.split('')), { minLength: 4, maxLength: 8 })
  .map((letters) => letters.join(''));

describe.each(Object.entries(scanners))('%s scanner', (_name, create) => {
  it('finds what looking at every offset finds, whatever the pieces', () => {
    fc.assert(
      fc.property(
        text,
        fc.array(needle, { minLength: 1, maxLength: 30 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
        (bytes, needles, sizes) => {
          const found = scanInPieces(create(needles), bytes, sizes);
          expect(found.offsets).toEqual(findAll(bytes, needles));
          expect(found.newlines).toBe(bytes.filter((byte) => byte === 0x0a).length);
        },
      ),
    );
  });

  it('finds needles at both ends of a stream and in one shorter than a vector', () => {
    expect(create(['ooms']).scan(Buffer.from('ooms')).offsets).toEqual([0]);
    const long = Buffer.from(`ooms${'x'.repeat(1000)}ooms`);
    expect(create(['ooms']).scan(long).offsets).toEqual([0, 1004]);
    expect(create(['ooms']).scan(new Uint8Array()).offsets).toEqual([]);
  });

  it('finds a needle that lies across a piece of 256 KiB', () => {
    const bytes = Buffer.alloc(600 * 1024, 'x');
    bytes.write('Killed process', 256 * 1024 - 7, 'latin1');
    expect(create(['Killed process', 'Out of memory']).scan(bytes).offsets).toEqual([256 * 1024 - 7]);
  });

  it('reports every offset where each place is a find', () => {
    const bytes = Buffer.alloc(300 * 1024, 'a');
    expect(create(['aaaa']).scan(bytes).offsets.length).toBe(bytes.length - 3);
  });
});

describe('the newline counter', () => {
  it('counts what looking at every byte counts, in chunks of any size', () => {
    const count = createNewlineCounter();
    fc.assert(
      fc.property(text, (bytes) => {
        expect(count(bytes)).toBe(bytes.filter((byte) => byte === 0x0a).length);
      }),
    );
    const long = Buffer.alloc(700_001, 'a\nbc\n\n');
    expect(count(long)).toBe(long.filter((byte) => byte === 0x0a).length);
  });
});

describe('the committed kernel', () => {
  it('is what its source compiles to', () => {
    const folder = mkdtempSync(join(tmpdir(), 'oomtrail-kernel-'));
    const built = join(folder, 'scan.wasm');
    try {
      const flags = [
        '-O3',
        '--noAssert',
        '--enable',
        'simd',
        '--enable',
        'relaxed-simd',
        '--runtime',
        'stub',
        '--importMemory',
        '--noExportMemory',
      ];
      execFileSync('node_modules/.bin/asc', ['src/scan/kernel/scan.as.ts', ...flags, '-o', built]);
      expect(readFileSync('src/scan/kernel/scan.wasm').equals(readFileSync(built))).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
