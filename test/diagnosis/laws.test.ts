import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Run, readRun } from '../../bench/diagnosis/runs.ts';
import { scaled, stretched } from '../../bench/diagnosis/variants.ts';
import type { CauseId, Verdict } from '../../src/diagnosis/analysis.ts';
import { exhibitOf } from '../../src/diagnosis/exhibit.ts';
import type { MemoryHistory } from '../../src/diagnosis/history.ts';
import { bytesInWords } from '../../src/diagnosis/quantities.ts';
import { rules } from '../../src/diagnosis/rules/index.ts';
import type { Finding } from '../../src/diagnosis/rules/rule.ts';
import { type Weight, type WeightId, weights } from '../../src/diagnosis/rules/weights.ts';
import { findingsOf } from '../../src/diagnosis/verdict/findings.ts';
import { definedByHistory, priorsOf } from '../../src/diagnosis/verdict/hypotheses.ts';
import { judge, rank } from '../../src/diagnosis/verdict/judge.ts';
import { questionOf, score } from '../../src/diagnosis/verdict/score.ts';
import { renamed } from './pseudonyms.ts';
import { exhibit, type Holder, historyOf, hostKill, hostWith, type Layout, looks, MiB } from './scenes.ts';

/** What must hold for every incident there is, tried on incidents made at random and on real ones where they are at hand. */

const share = fc.integer({ min: 0, max: 100 });
/** A host of 1 GB to 1 TB with its memory spread at random, and a few processes that hold the anonymous part. */
const scene = fc
  .record({
    totalMiB: fc.integer({ min: 1000, max: 1_000_000 }),
    parts: fc.array(share, { minLength: 7, maxLength: 7 }),
    holders: fc.array(share, { minLength: 1, maxLength: 12 }),
    swapMiB: fc.integer({ min: 0, max: 64_000 }),
    swapFullPercent: share,
  })
  .map(({ totalMiB, parts, holders, swapMiB, swapFullPercent }) => {
    const sum = parts.reduce((total, part) => total + part, 1);
    const [free = 0, anon = 0, shmem = 0, file = 0, slabKept = 0, pageTables = 0, locked = 0] = parts.map((part) =>
      Math.floor((totalMiB * part) / sum),
    );
    const layout: Layout = {
      total: totalMiB,
      free,
      anon,
      shmem,
      file,
      slabKept,
      pageTables,
      locked,
      swapTotal: swapMiB,
      swapFree: Math.floor((swapMiB * (100 - swapFullPercent)) / 100),
    };
    const held = holders.reduce((total, one) => total + one, 1);
    const processes = holders.map(
      (one, index): Holder => ({
        pid: 100 + index,
        comm: `p${'abcdefghijkl'[index]}`,
        anon: Math.floor((anon * one) / held),
      }),
    );
    return { layout, processes };
  });
type Scene = typeof scene extends fc.Arbitrary<infer Value> ? Value : never;

const killOf = ({ layout, processes }: Scene) => hostKill(layout, processes);
const historyFor = ({ layout, processes }: Scene, from: number): MemoryHistory =>
  historyOf(
    looks(3600, 60, (part) => {
      const grown = from + (1 - from) * part;
      const anon = Math.floor((layout.anon ?? 0) * grown);
      return {
        host: { ...layout, anon, free: (layout.free ?? 0) + (layout.anon ?? 0) - anon },
        processes: processes.map((holder) => ({ ...holder, anon: Math.floor((holder.anon ?? 0) * grown) })),
      };
    }),
  );
const gist = ({ cause, confidence, where, who, victimIsCulprit, contributing, words }: Verdict) => ({
  cause,
  confidence,
  where,
  who,
  victimIsCulprit,
  contributing,
  words,
});
const runs = { numRuns: 60 };

describe('laws, on incidents made at random', () => {
  it('parts never exceed the total', () =>
    fc.assert(
      fc.asyncProperty(scene, async (made) => {
        const { accounting } = await exhibit([killOf(made)]);
        if (!accounting) return;
        const sum = accounting.parts.reduce((total, { bytes }) => total + bytes, 0);
        expect(sum).toBeLessThanOrEqual(accounting.totalBytes);
        expect(sum + accounting.unaccountedBytes).toBe(accounting.totalBytes);
        expect(judge(await exhibit([killOf(made)])).where.share ?? 0).toBeLessThanOrEqual(1);
      }),
      runs,
    ));

  it('the order of the rules changes nothing', () =>
    fc.assert(
      fc.asyncProperty(scene, fc.shuffledSubarray([...rules], { minLength: rules.length }), async (made, shuffled) => {
        const one = await exhibit([killOf(made)], historyFor(made, 0.2));
        expect(gist(judge(one, shuffled))).toEqual(gist(judge(one)));
      }),
      runs,
    ));

  it('without history, causes that history defines are at .55 or below', () =>
    fc.assert(
      fc.asyncProperty(scene, async (made) => {
        const verdict = judge(await exhibit([killOf(made)]));
        for (const { cause, confidence } of [verdict, ...verdict.alternatives])
          if (definedByHistory.has(cause as never)) expect(confidence).toBeLessThanOrEqual(0.55);
      }),
      runs,
    ));

  // Memory in no counter is taken for compressed swap as soon as swap is in use: the report's own number stays what it prints.
  it('what is said of a component is what the accounting says of it', () =>
    fc.assert(
      fc.asyncProperty(scene, async (made) => {
        const one = await exhibit([killOf(made)]);
        const { evidence, against } = judge(one);
        for (const { claim, values } of [...evidence, ...against].filter(({ rule }) => rule === 'component-level')) {
          const component = values['component'];
          const part = one.accounting?.parts.find((each) => each.component === component)?.bytes;
          const bytes = component === 'unaccounted' ? one.accounting?.unaccountedBytes : part;
          expect(values['bytes']).toBe(bytes);
          expect(claim).toContain(`${component} held ${bytesInWords(bytes ?? 0)}, `);
        }
      }),
      runs,
    ));

  it('no confidence is above the ceiling, and the word fits the number', () =>
    fc.assert(
      fc.asyncProperty(scene, fc.double({ min: 0, max: 1, noNaN: true }), async (made, from) => {
        const verdict = judge(await exhibit([killOf(made)], historyFor(made, from)));
        for (const confidence of [
          verdict.confidence,
          verdict.where.confidence,
          verdict.who.confidence,
          verdict.why.confidence,
        ]) {
          expect(confidence).toBeGreaterThanOrEqual(0);
          expect(confidence).toBeLessThanOrEqual(0.97);
        }
        if (verdict.confidence < 0.55) expect(verdict.cause).toBe('undetermined');
      }),
      runs,
    ));

  it('a shift of the clock of log and samples changes nothing', () =>
    fc.assert(
      fc.asyncProperty(scene, fc.integer({ min: -86_400 * 300, max: 86_400 * 300 }), async (made, seconds) => {
        const one = await exhibit([killOf(made)]);
        const history = historyFor(made, 0.1);
        const us = seconds * 1_000_000;
        const later = {
          ...history,
          eventUs: history.eventUs + us,
          series: history.series.map((series) => ({
            ...series,
            points: series.points.map((point) => ({ ...point, atUs: point.atUs + us })),
          })),
        };
        const records = one.records.map((record) => ({
          ...record,
          time: record.time && new Date(Date.parse(record.time) + seconds * 1000).toISOString(),
        }));
        expect(gist(judge(exhibitOf(one.incident, records, later)))).toEqual(
          gist(judge(exhibitOf(one.incident, one.records, history))),
        );
      }),
      runs,
    ));

  it('all sizes and quanta times a power of two change no cause', () =>
    fc.assert(
      fc.asyncProperty(scene, fc.integer({ min: 1, max: 8 }), async (made, power) => {
        const one = await exhibit([killOf(made)]);
        const history = historyFor(made, 0.1);
        const run = { truth: {} as Run['truth'], incident: one.incident, records: one.records, history };
        // Below 64 MiB what is in no counter is taken for firmware: the one amount that is not a ratio.
        if ((one.accounting?.unaccountedBytes ?? 0) < 64 * MiB && (one.accounting?.unaccountedBytes ?? 0) > 0) return;
        const larger = scaled(run, 2 ** power);
        const before = judge(exhibitOf(one.incident, one.records, history));
        const after = judge(exhibitOf(larger.incident as never, larger.records, larger.history));
        expect({ cause: after.cause, confidence: after.confidence, who: after.who.comm }).toEqual({
          cause: before.cause,
          confidence: before.confidence,
          who: before.who.comm,
        });
      }),
      runs,
    ));
});

describe('laws, on incidents whose shape varies too', () => {
  /** Steady, at once, late, in waves: what samples show decides. */
  const shapes: readonly ((share: number) => number)[] = [
    (share) => share,
    (share) => (share > 0.97 ? 1 : 0.02),
    (share) => Math.max(0.05, (share - 0.6) * 2.5),
    (share) => 0.5 - Math.cos(share * 5 * Math.PI) / 2,
    () => 1,
  ];
  const shaped = fc.record({
    made: scene,
    shape: fc.constantFrom(...shapes),
    seconds: fc.constantFrom(600, 3600, 86_400),
  });
  type Shaped = typeof shaped extends fc.Arbitrary<infer Value> ? Value : never;
  const historyIn = ({ made: { layout, processes }, shape, seconds }: Shaped): MemoryHistory =>
    historyOf(
      looks(seconds, seconds / 60, (part) => {
        const grown = Math.min(1, Math.max(0, shape(part)));
        const anon = Math.floor((layout.anon ?? 0) * grown);
        return {
          host: { ...layout, anon, free: (layout.free ?? 0) + (layout.anon ?? 0) - anon },
          processes: processes.map((holder) => ({ ...holder, anon: Math.floor((holder.anon ?? 0) * grown) })),
        };
      }),
    );
  const verdictIn = async (about: Shaped, history: MemoryHistory | null): Promise<Verdict> =>
    judge(await exhibit([killOf(about.made)], history));

  it('the order in which series and records come changes nothing', () =>
    fc.assert(
      fc.asyncProperty(shaped, fc.integer({ min: 1, max: 1000 }), async (about, turn) => {
        const history = historyIn(about);
        const series = [...history.series];
        const turned = [...series.slice(turn % series.length), ...series.slice(0, turn % series.length)].reverse();
        expect(gist(await verdictIn(about, { ...history, series: turned }))).toEqual(
          gist(await verdictIn(about, history)),
        );
      }),
      runs,
    ));

  it('a sample that is there twice counts once', () =>
    fc.assert(
      fc.asyncProperty(shaped, async (about) => {
        const history = historyIn(about);
        const twice = history.series.map((series) => ({
          ...series,
          points: series.points.flatMap((point) => [point, point]),
        }));
        const [once, doubled] = [
          await verdictIn(about, history),
          await verdictIn(about, { ...history, series: twice }),
        ];
        expect({ ...gist(doubled) }).toEqual({ ...gist(once) });
      }),
      runs,
    ));

  it('whatever is listed as evidence, the cause is no likelier without it; and what is listed against, no less likely', () =>
    fc.assert(
      fc.asyncProperty(shaped, async (about) => {
        const made = await exhibit([killOf(about.made)], historyIn(about));
        const verdict = judge(made);
        const [top] = rank(made, findingsOf(made).findings).ranked[0] ?? [];
        if (top === undefined) throw new Error('no cause competes');
        const { findings } = findingsOf(made);
        const shareOf = (some: readonly Finding[]): number =>
          score(priorsOf(made.frame, made.incident.scope), some).get(top) ?? 0;
        const without = (claim: string): number => {
          const own = findings.find((one) => one.claim === claim);
          return shareOf(findings.filter(({ weight }) => weight !== own?.weight));
        };
        for (const { claim } of verdict.evidence) expect(without(claim)).toBeLessThanOrEqual(shareOf(findings) + 1e-9);
        for (const { claim } of verdict.against)
          expect(without(claim)).toBeGreaterThanOrEqual(shareOf(findings) - 1e-9);
      }),
      { numRuns: 150 },
    ));

  it('a rule that fails is named, and the others still speak', () =>
    fc.assert(
      fc.asyncProperty(shaped, fc.constantFrom(...rules), async (about, broken) => {
        const made = await exhibit([killOf(about.made)], historyIn(about));
        const failing = rules.map((rule) =>
          rule === broken
            ? {
                ...rule,
                judge: () => {
                  throw new Error('broken');
                },
              }
            : rule,
        );
        const verdict = judge(made, failing);
        const expected = judge(
          made,
          rules.filter((rule) => rule !== broken),
        );
        expect(gist(verdict)).toEqual(gist(expected));
        if (broken.frames.includes(made.frame))
          expect(verdict.limits.join()).toMatch(`rule ${broken.id} (broken) failed`);
      }),
      runs,
    ));

  it('fewer samples do not turn a sure answer into another sure one', () =>
    fc.assert(
      fc.asyncProperty(shaped, fc.integer({ min: 2, max: 30 }), async (about, step) => {
        const history = historyIn(about);
        const thinned = {
          ...history,
          series: history.series.map((series) => ({
            ...series,
            points: series.points.filter((_, index) => index % step === 0),
          })),
        };
        const [all, fewer] = [await verdictIn(about, history), await verdictIn(about, thinned)];
        if (all.confidence < 0.8 || fewer.cause === all.cause) return;
        expect({ was: all.cause, is: fewer.cause, at: fewer.confidence < 0.8 }).toMatchObject({ at: true });
      }),
      { numRuns: 150 },
    ));
});

describe('laws of the weights', () => {
  const ids = Object.keys(weights) as WeightId[];
  const finding = (weight: WeightId): Finding => ({
    weight,
    claim: '',
    from: { path: '', line: 1, byteStart: 0, byteEnd: 1 },
    values: {},
  });
  const frames = [
    priorsOf('shortage', 'host'),
    priorsOf('shortage', 'memcg'),
    priorsOf('allocation', 'none'),
    priorsOf('hang', 'none'),
    priorsOf('userspace', 'host'),
  ];

  it('evidence for a cause, and against no other, never lowers it', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...frames),
        fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 8 }),
        fc.constantFrom(...ids),
        (priors, all, added) => {
          const { nats, group } = weights[added] as Weight;
          // Two of one group tell one fact, of which every cause takes its stronger word: a rival's may be the later one.
          const given = all.filter((id) => weights[id].group !== group);
          const strongest = Math.max(...Object.values(nats).map(Number));
          const before = score(priors, given.map(finding));
          const after = score(priors, [...given, added].map(finding));
          const odds = (shares: typeof before, cause: string, rival: string): number =>
            (shares.get(cause as never) ?? 0) / (shares.get(rival as never) ?? 0);
          for (const [cause, forIt] of Object.entries(nats)) {
            if (forIt <= 0 || !(cause in priors)) continue;
            // What it speaks for most is never less likely for it.
            if (forIt === strongest)
              expect(after.get(cause as never) ?? 0).toBeGreaterThanOrEqual((before.get(cause as never) ?? 0) - 1e-9);
            // All that it speaks for gain on those it does not speak for, among which it decides; only one that it speaks for more gains on them.
            const among = (rival: string): boolean =>
              weights[added].question === 'where' || questionOf(rival as never) === questionOf(cause as never);
            for (const rival of Object.keys(priors)) {
              if (
                !among(rival) ||
                (nats[rival as keyof typeof nats] ?? 0) > 0 ||
                (priors[rival as keyof typeof priors] ?? 0) <= 0
              )
                continue;
              expect(odds(after, cause, rival)).toBeGreaterThanOrEqual(odds(before, cause, rival) * (1 - 1e-9));
            }
          }
        },
      ),
      { numRuns: 2000 },
    ));

  it('evidence against a cause never raises it above what it was without any', () => {
    for (const priors of frames) {
      for (const id of ids) {
        const { nats } = weights[id] as Weight;
        const plain = score(priors, []);
        const after = score(priors, [finding(id)]);
        for (const [cause, against] of Object.entries(nats))
          if (against < 0 && cause in priors)
            expect(after.get(cause as never) ?? 0).toBeLessThanOrEqual((plain.get(cause as never) ?? 0) + 1e-9);
      }
    }
  });

  it('a history that shows growth never makes a leak less likely than no history', async () => {
    const anon = 14_000;
    const kill = hostKill(hostWith(anon), [{ pid: 500, comm: 'app', anon }]);
    const alone = judge(await exhibit([kill]));
    const grown = judge(
      await exhibit(
        [kill],
        historyOf(
          looks(3600, 60, (part) => ({
            host: hostWith(Math.round(anon * part)),
            processes: [{ pid: 500, comm: 'app', anon: Math.round(anon * part) }],
          })),
        ),
      ),
    );
    expect(grown.confidence).toBeGreaterThan(alone.confidence);
  });
});

const corpus = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));
const folders = existsSync(corpus)
  ? readdirSync(corpus).filter((name) => existsSync(`${corpus}${name}/metadata.json`))
  : [];
/** A dozen of them, spread over the list: reading all takes minutes. */
const some = folders.filter((_, index) => index % Math.ceil(folders.length / 12) === 0);
const verdictOf = ({ incident, records, history }: Pick<Run, 'incident' | 'records' | 'history'>): Verdict | null =>
  incident && judge(exhibitOf(incident, records, history));
const cause = (run: Run): CauseId | undefined => verdictOf(run)?.cause;

describe.skipIf(some.length === 0)(
  `laws, on real runs${some.length === 0 ? ' (skipped: ../shared/corpus is not here)' : ''}`,
  () => {
    it.each(some)('%s', async (name) => {
      const run = await readRun(`${corpus}${name}`);
      const plain = verdictOf(run);
      expect(cause(stretched(run, 60))).toBe(plain?.cause);
      expect(cause(scaled(run, 64))).toBe(plain?.cause);
      for (const seed of [1, 2]) {
        const other = verdictOf(renamed(run, seed).run);
        const { nameOf } = renamed(run, seed);
        expect(other && { ...gist(other), who: null }).toEqual(plain && { ...gist(plain), who: null });
        expect(other?.who.kind).toBe(plain?.who.kind);
        expect(other?.who.comm ?? null).toBe(plain?.who.comm == null ? null : nameOf(plain.who.comm));
      }
    });
  },
);
