import { expect, test } from 'vitest';
import { isCommandName } from '../../src/cli/commands/index.ts';
import { parseWords } from '../../src/cli/words/args.ts';
import { resolveLive } from '../../src/cli/words/live-options.ts';
import type { LiveOptions } from '../../src/live/plan.ts';

const live = (...argv: readonly string[]): Promise<LiveOptions> =>
  resolveLive(parseWords(['live', ...argv], isCommandName));

test('nothing typed calls nobody, samples, and keeps a week', async () => {
  expect(await live()).toEqual({
    exec: null,
    execTimeoutMs: 30_000,
    webhook: null,
    webhookSecret: null,
    metrics: null,
    textfile: null,
    prometheus: null,
    once: null,
    fromStart: false,
    sampler: true,
    oomScoreAdj: null,
    retentionMs: 7 * 86_400_000,
  });
});

test.each<[string[], Partial<LiveOptions>]>([
  [['--exec', 'page-me --to "ops team" it\'s'], { exec: ['page-me', '--to', 'ops team', "it's"] }],
  [['--exec', "say 'two words'"], { exec: ['say', 'two words'] }],
  [['--exec-shell', 'a | b > $HOME/c'], { exec: ['/bin/sh', '-c', 'a | b > $HOME/c'] }],
  [['--exec-timeout', '5s'], { execTimeoutMs: 5000 }],
  [['--metrics', '9105'], { metrics: { host: '127.0.0.1', port: 9105 } }],
  [['--metrics', '0.0.0.0:65535'], { metrics: { host: '0.0.0.0', port: 65_535 } }],
  [['--metrics', '[::1]:9105'], { metrics: { host: '::1', port: 9105 } }],
  [['--webhook', 'https://example.org/hook'], { webhook: new URL('https://example.org/hook') }],
  [['--once', '1'], { once: 1 }],
  [['--oom-score-adj', '1000'], { oomScoreAdj: 1000 }],
  [['--oom-score-adj=-999'], { oomScoreAdj: -999 }],
  [['--retention', '30d'], { retentionMs: 30 * 86_400_000 }],
  [['--from-start', '--no-sampler'], { fromStart: true, sampler: false }],
])('%j means %j', async (argv, meant) => {
  expect(await live(...argv)).toMatchObject(meant);
});

test.each([
  [['--exec', ' '], /command is empty/],
  [['--exec', 'a', '--exec-shell', 'b'], /exclude each other/],
  [['--exec-timeout', 'soon'], /not a time span/],
  [['--metrics', '65536'], /not an address to listen on/],
  [['--metrics', 'localhost'], /not an address to listen on/],
  [['--webhook', 'ftp://example.org'], /not an http address/],
  [['--prometheus', 'localhost'], /not an http address/],
  [['--once', '0'], /not a whole number/],
  [['--oom-score-adj', '1001'], /not a whole number/],
  [['--oom-score-adj=-1000'], /not a whole number/],
])('%j is refused: %s', async (argv, message) => {
  await expect(live(...argv)).rejects.toThrow(message);
});
