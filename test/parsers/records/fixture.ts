import { readFileSync } from 'node:fs';

/** A kernel report out of `test/fixtures/records`, its lines stripped of their prefixes. */
export const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/records/${name}.txt`, import.meta.url), 'utf8');
