import type { Point } from '../../src/diagnosis/trend/point.ts';
import { steadyGrowth } from '../../src/diagnosis/trend/steady-growth.ts';

/** A repeatable stream of numbers in 0..1 (mulberry32): the same table on every machine. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const mb = 1_000_000;
const noise = (next: () => number): number => (next() + next() + next() - 1.5) * 10 * mb;

type Shape = (hour: number, next: () => number, memory: { value: number }) => number;

/** Series without end in sight that are no leak, and leaks. Values in bytes, `hour` from the start. */
const benign: Readonly<Record<string, Shape>> = {
  plateau: (_hour, next) => 500 * mb + noise(next),
  'sawtooth of a collector': (hour, next) => 400 * mb + ((hour * 7) % 1) * 300 * mb + noise(next),
  'daily cycle': (hour, next) => 600 * mb - Math.cos((hour / 24) * 2 * Math.PI) * 250 * mb + noise(next),
  'nightly batch': (hour, next) => (hour % 24 < 3 ? 700 : 400) * mb + noise(next),
  'cache warm-up': (hour, next) => 900 * mb * (1 - Math.exp(-hour / 3)) + noise(next),
  'one deploy': (hour, next) => (hour < 3 ? 300 : 650) * mb + noise(next),
  'slow noise': (_hour, next, memory) => {
    memory.value = memory.value * 0.98 + noise(next);
    return 500 * mb + memory.value * 3;
  },
  'random walk': (_hour, next, memory) => {
    memory.value += noise(next) / 3;
    return 800 * mb + memory.value;
  },
};
const leaks: Readonly<Record<string, Shape>> = {
  'leak 50 MB/h': (hour, next) => 300 * mb + hour * 50 * mb + noise(next),
  'leak 200 MB/h under a sawtooth': (hour, next) =>
    300 * mb + hour * 200 * mb + ((hour * 7) % 1) * 200 * mb + noise(next),
  'leak 20 MB/h under a daily cycle': (hour, next) =>
    300 * mb + hour * 20 * mb - Math.cos((hour / 24) * 2 * Math.PI) * 250 * mb + noise(next),
  'leak in steps': (hour, next) => 300 * mb + Math.floor(hour * 3) * 40 * mb + noise(next),
};

const seriesEach = 60;
const claimed = 0.75;

/** Share of series of one shape for which growth is named at all, and at 0.75 or more. */
export function growthTable(): string[] {
  const lines = ['| series | watched | growth named | at 0.75 or more |', '|---|---|---|---|'];
  for (const [kind, shapes] of Object.entries({ benign, leaks })) {
    for (const [name, shape] of Object.entries(shapes)) {
      for (const hours of [2, 6, 72]) {
        let named = 0;
        let sure = 0;
        for (let seed = 1; seed <= seriesEach; seed += 1) {
          const growth = steadyGrowth(series(shape, hours, seed), 4096);
          if (growth) named += 1;
          if (growth && growth.confidence >= claimed) sure += 1;
        }
        lines.push(
          `| ${name}${kind === 'benign' ? '' : ' (a leak)'} | ${hours} h | ${named}/${seriesEach} | ${sure}/${seriesEach} |`,
        );
      }
    }
  }
  return lines;
}

function series(shape: Shape, hours: number, seed: number): Point[] {
  const next = random(seed);
  const memory = { value: 0 };
  const phase = next() * 24;
  const everyMinutes = hours > 24 ? 5 : 1;
  return Array.from({ length: (hours * 60) / everyMinutes }, (_, index) => {
    const hour = (index * everyMinutes) / 60;
    return {
      atUs: hour * 3_600_000_000,
      value: Math.max(
        0,
        shape(shape === benign['daily cycle'] || shape === benign['nightly batch'] ? hour + phase : hour, next, memory),
      ),
    };
  });
}
