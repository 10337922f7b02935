import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** What is too slow for every run: `npm run test:long`. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: { include: ['test/long/**/*.test.ts'], testTimeout: 900_000 },
});
