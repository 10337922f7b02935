import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import bundle from '../rolldown.config.ts';

describe('the bundle', () => {
  // A thread is started by the name of its file: one that is missing from the bundle works from sources and fails when installed.
  it('has an entry for each thread', () => {
    const threads = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) =>
      /(^|[-/])worker\.ts$/.test(path),
    );
    expect(threads.length).toBeGreaterThan(2);
    expect(Object.values(bundle.input as Record<string, string>)).toEqual(
      expect.arrayContaining(threads.map((path) => `src/${path}`)),
    );
  });
});
