import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { narrowed } from '../../src/tui/load-screens.ts';

describe('loading Ink', () => {
  // The start gives Ink one function of es-toolkit. An Ink that wants another one would not load at all.
  it('gives it all that it takes from es-toolkit', () => {
    const build = dirname(createRequire(import.meta.url).resolve('ink'));
    const imports = readdirSync(build, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.js'))
      .flatMap((name) => readFileSync(join(build, name), 'utf8').match(/^import .*es-toolkit.*$/gm) ?? []);
    expect(new Set(imports)).toEqual(new Set(["import { throttle } from 'es-toolkit/compat';"]));
  });

  it('leaves every other import alone', () => {
    const context = { conditions: [], importAttributes: {}, parentURL: undefined };
    const next = (specifier: string) => ({ url: `file:///${specifier}` });
    expect(narrowed('react', context, next)).toEqual({ url: 'file:///react' });
    const { url } = narrowed('es-toolkit/compat', context, next);
    expect(decodeURIComponent(url)).toContain('throttle } from "file:///es-toolkit/compat/throttle"');
  });
});
