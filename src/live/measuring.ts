import type { StoredSample } from '../store/timeline.ts';
import type { LiveState, WarningLevel } from './live-state.ts';
import { startSampler } from './sampler/sampler.ts';
import type { Committer } from './storing/committer.ts';
import type { Telling } from './telling.ts';
import { createEarlyWarning } from './warnings.ts';

/** Measures memory, stores it, and warns. Without a sampler nothing is known, and nothing is tight. */
export interface Measuring extends Pick<LiveState, 'memory' | 'recent' | 'growers'> {
  readonly warning: WarningLevel;
  readonly tight: boolean;
  /** Something happened: what was measured in the last half minute is worth storing. */
  remember(): void;
  stop(): void;
}

export interface MeasuringOptions {
  readonly sampler: boolean;
  /** An exporter or a Prometheus server that is sampled too. */
  readonly prometheus: URL | null;
  readonly host: string;
  readonly nowMs: () => number;
  readonly committer: Pick<Committer, 'add'>;
  readonly telling: Pick<Telling, 'say' | 'warning'>;
  /** False: the machine, no processes and no cgroups. */
  inDetail(): boolean;
  changed(): void;
}

/** Exporters are made to be asked so often. */
const prometheusEveryMs = { calm: 15_000, tight: 5000 } as const;

export async function startMeasuring(options: MeasuringOptions): Promise<Measuring> {
  const { host, nowMs, committer, telling, inDetail, changed } = options;
  const warning = createEarlyWarning();
  const store = (samples: readonly StoredSample[]): void => committer.add({ samples });
  const sampler = options.sampler
    ? startSampler({
        host,
        nowMs,
        inDetail,
        store,
        sampled(memory) {
          const change = warning.look(memory);
          if (change !== null) telling.warning(change, memory);
          changed();
        },
      })
    : null;
  const isTight = (): boolean => sampler?.tight ?? false;
  const prometheus =
    options.prometheus === null
      ? null
      : (await import('./prometheus/follow-prometheus.ts')).followPrometheus({
          url: options.prometheus,
          host,
          nowMs,
          pauseMs: () => (isTight() ? prometheusEveryMs.tight : prometheusEveryMs.calm),
          store,
          say: telling.say,
        });

  return {
    get memory() {
      return sampler?.memory ?? null;
    },
    get recent() {
      return sampler?.recent ?? [];
    },
    get growers() {
      return sampler?.growers ?? [];
    },
    get warning() {
      return warning.level;
    },
    get tight() {
      return isTight();
    },
    remember: () => sampler?.remember(),
    stop() {
      sampler?.stop();
      prometheus?.stop();
    },
  };
}
