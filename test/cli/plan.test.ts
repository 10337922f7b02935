import { describe, expect, test } from 'vitest';
import { isCommandName } from '../../src/cli/commands/index.ts';
import type { Surroundings } from '../../src/cli/plan.ts';
import { parseWords } from '../../src/cli/words/args.ts';
import { wantsColour } from '../../src/cli/words/colour.ts';
import { resolvePlan } from '../../src/cli/words/resolve-plan.ts';

const surroundings: Surroundings = {
  env: {},
  nowMs: Date.parse('2026-06-11T12:00:00Z'),
  bootMs: null,
  machineZone: 'Asia/Tokyo',
  stdinIsTerminal: true,
  stdoutIsTerminal: true,
  stdoutColumns: 90,
};

const plan = (argv: readonly string[], world: Partial<Surroundings> = {}) =>
  resolvePlan(parseWords(argv, isCommandName), ['text', 'json', 'jsonl'], { ...surroundings, ...world });

describe('resolvePlan', () => {
  test('nothing typed leaves everything to the logs and the command', async () => {
    expect(await plan(['analyze', 'x'])).toMatchObject({
      operands: ['x'],
      zone: null,
      machineZone: 'Asia/Tokyo',
      year: null,
      sinceUs: null,
      untilUs: null,
      pageSizeBytes: null,
      format: null,
      output: null,
      failOn: 'any',
      columns: 90,
      colour: true,
    });
  });

  // A serial console at LC_ALL=C shows bars as rubbish; a pipe or a file is read by something else.
  test.each<[env: Record<string, string>, world: Partial<Surroundings>, argv: string[], ascii: boolean]>([
    [{ LC_ALL: 'C' }, {}, [], true],
    [{ LANG: 'en_GB.UTF-8' }, {}, [], false],
    [{ LANG: 'en_GB.UTF-8' }, {}, ['--ascii'], true],
    [{ LC_ALL: 'C' }, { stdoutIsTerminal: false }, [], false],
    [{ LC_ALL: 'C' }, {}, ['-o', 'x.txt'], false],
  ])('draws with what the terminal can show: %j %j %j', async (env, world, argv, ascii) => {
    expect((await plan(['x', ...argv], { env, ...world })).ascii).toBe(ascii);
  });

  test('times without a zone are in --tz, else in the zone of this machine', async () => {
    expect((await plan(['x', '--since', '2026-06-07 14:00', '--tz', 'UTC'])).sinceUs).toBe(
      Date.parse('2026-06-07T14:00Z') * 1000,
    );
    expect((await plan(['x', '--since', '2026-06-07 14:00'])).sinceUs).toBe(Date.parse('2026-06-07T05:00Z') * 1000);
  });

  test.each([
    [['--page-size', '4k'], 4096],
    [['--page-size', '16K'], 16_384],
    [['--page-size', '65536'], 65_536],
    [['--page-size', 'auto'], null],
  ])('%j is %j bytes', async (argv, bytes) => {
    const { pageSizeBytes, sampleOptions } = await plan(['x', ...argv]);
    expect(pageSizeBytes).toBe(bytes);
    expect(sampleOptions.pageSizeBytes).toBe(bytes);
  });

  test.each([
    [['--jobs', '1'], { jobs: 1 }],
    [['--jobs', '64'], { jobs: 64 }],
    [['--year', '1991'], { year: 1991 }],
    [['--page-size', '256k'], { pageSizeBytes: 262_144 }],
    [['--offset=-90s'], { offsetUs: -90_000_000 }],
    [['--offset', '+1m'], { offsetUs: 60_000_000 }],
    [['--ignore', 'records.*.id', '--ignore', 'notes'], { ignore: ['records.*.id', 'notes'] }],
    [[], { ignore: [], samplePaths: [], jobs: null, offsetUs: null }],
  ])('%j is taken, up to its limits: %j', async (argv, resolved) => {
    expect(await plan(['x', ...argv])).toMatchObject(resolved);
  });

  test('--json and --format json are one thing; two formats are refused', async () => {
    expect((await plan(['x', '--json'])).format).toBe('json');
    expect((await plan(['x', '--json', '--format', 'json'])).format).toBe('json');
    await expect(plan(['x', '--json', '--format', 'text'])).rejects.toThrow(/two formats/);
  });

  test.each([
    [['--tz', 'Europe/Berlim'], /not a time zone/],
    [['--year', '26'], /not a year/],
    [['--year', '1990'], /not a year/],
    [['--year', '20261'], /not a year/],
    [['--jobs', '0'], /not a number of threads/],
    [['--jobs', '65'], /not a number of threads/],
    [['--page-size', '512k'], /not a page size/],
    [['--offset', 'soon'], /--offset/],
    [['--page-size', '5k'], /not a page size/],
    [['--page-size', '2k'], /not a page size/],
    [['--format', 'jsom'], /did you mean json\?/],
    [['--color', 'sometimes'], /auto, always, never/],
    [['--fail-on', 'oops'], /--fail-on/],
    [['--value-regex', '('], /--value-regex/],
    [['--interval', 'often'], /not a time span/],
    [['--since', '14:00', '--until', '13:00'], /not before/],
  ])('%j is refused: %s', async (argv, message) => {
    const refused = plan(['x', ...argv]);
    const said = await refused.then(
      () => 'accepted',
      (error) => `${error.message} ${error.hint}`,
    );
    expect(said).toMatch(message);
  });

  test.each([
    [{ stdoutColumns: 200 }, 140],
    [{ stdoutColumns: 10 }, 40],
    [{ stdoutColumns: null, env: { COLUMNS: '72' } }, 72],
    [{ stdoutColumns: null }, 100],
    [{ stdoutColumns: null, env: { COLUMNS: 'wide' } }, 100],
  ])('%j gives %d columns', async (world, columns) => {
    expect((await plan(['x'], world)).columns).toBe(columns);
  });

  test('a file is written without colour', async () => {
    expect((await plan(['x', '-o', 'out.txt'])).colour).toBe(false);
    expect((await plan(['x', '-o', 'out.txt', '--color', 'always'])).colour).toBe(true);
  });
});

describe('wantsColour', () => {
  test.each([
    ['always', { NO_COLOR: '1' }, false, true],
    ['never', { FORCE_COLOR: '1' }, true, false],
    ['auto', {}, true, true],
    ['auto', {}, false, false],
    ['auto', { NO_COLOR: '1' }, true, false],
    ['auto', { NO_COLOR: '' }, true, true],
    ['auto', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    ['auto', { FORCE_COLOR: '1' }, false, true],
    ['auto', { CLICOLOR_FORCE: '1' }, false, true],
    ['auto', { CLICOLOR_FORCE: '0' }, false, false],
    ['auto', { CLICOLOR: '0' }, true, false],
    ['auto', { TERM: 'dumb' }, true, false],
    ['auto', { TERM: 'dumb', FORCE_COLOR: '1' }, true, true],
  ] as const)('--color %s with %j, terminal %s: %s', (choice, env, isTerminal, colour) => {
    expect(wantsColour(choice, { env, isTerminal })).toBe(colour);
  });
});
