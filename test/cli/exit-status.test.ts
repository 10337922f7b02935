import { describe, expect, test } from 'vitest';
import { exitStatus, statusOfFailure } from '../../src/cli/exit-status.ts';
import { exitCodes, KnownError } from '../../src/errors.ts';

const trouble = (exitCode: KnownError['exitCode']) => new KnownError('trouble', { exitCode });
const gap = trouble(exitCodes.incomplete);
const denied = trouble(exitCodes.permission);
const unusable = trouble(exitCodes.unusable);
const told = trouble(exitCodes.ok);

describe('exitStatus', () => {
  test.each([
    ['nothing went wrong', { found: false, read: true, problems: [] }, 0],
    ['an empty file is said and not punished', { found: false, read: true, problems: [told] }, 0],
    ['one of several files is missing', { found: false, read: true, problems: [gap] }, 3],
    ['one of several files is not permitted', { found: false, read: true, problems: [denied] }, 3],
    ['one of several files is no log', { found: false, read: true, problems: [unusable] }, 3],
    ['the only file is missing', { found: false, read: false, problems: [gap] }, 2],
    ['the only file is not permitted', { found: false, read: false, problems: [denied] }, 4],
    ['one is missing, one not permitted, none read', { found: false, read: false, problems: [denied, gap] }, 2],
    ['check found something', { found: true, read: true, problems: [] }, 1],
    ['check found something and not all could be read', { found: true, read: true, problems: [gap] }, 1],
    ['Nagios has its own numbers', { found: false, read: false, problems: [gap], nagios: 3 as const }, 3],
  ])('%s', (_case, outcome, status) => {
    expect(exitStatus(outcome)).toBe(status);
  });

  test('a command that gives up never ends as if it had half a result', () => {
    expect(statusOfFailure(gap)).toBe(2);
    expect(statusOfFailure(denied)).toBe(4);
    expect(statusOfFailure(trouble(exitCodes.found))).toBe(1);
  });
});
