import { expect, test } from 'vitest';
import { systemTrouble } from '../../src/sources/trouble.ts';

const missing = Object.assign(new Error('open'), { code: 'ENOENT' });

// A directory lists such a file, and "there is no such file" would send its owner looking for a typing mistake.
test.each([
  ['/var/log/a\u{fffd}b.log', 'its name is not UTF-8', 'Rename it'],
  ['/var/log/ab.log', 'there is no such file', 'Check the name'],
])('%s: %s', async (path, reason, remedy) => {
  const { message, hint } = await systemTrouble(path, missing);
  expect(message).toContain(reason);
  expect(hint).toContain(remedy);
});
