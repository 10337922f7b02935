import type { LiveState } from '../live-state.ts';
import { degradationSteps } from '../surviving/degradation.ts';

/** Label values are taken from a fixed set or from the configuration, never from a log: a scrape stays small. */
type Labels = Readonly<Record<string, string>>;

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly values: readonly { readonly labels?: Labels; readonly value: number }[];
}

/** Counters that outlive the state's bounded lists. */
export interface Totals {
  readonly records: ReadonlyMap<string, number>;
  readonly incidents: number;
}

const levels = ['clear', 'low', 'critical'] as const;

/** A state in the Prometheus text format. */
export function exposition(state: LiveState, totals: Totals): string {
  return metricsOf(state, totals)
    .map(({ name, help, type, values }) =>
      [
        `# HELP ${name} ${help}`,
        `# TYPE ${name} ${type}`,
        ...values.map(({ labels, value }) => `${name}${labelText(labels)} ${value}`),
      ].join('\n'),
    )
    .join('\n')
    .concat('\n');
}

function metricsOf(state: LiveState, totals: Totals): Metric[] {
  const { memory, store } = state;
  const perSource = (value: (source: LiveState['sources'][number]) => number): Metric['values'] =>
    state.sources.map((source) => ({ labels: { source: source.name }, value: value(source) }));
  return [
    {
      name: 'oomtrail_records_total',
      help: 'Kernel and killer records seen since the start.',
      type: 'counter',
      values: [...totals.records].map(([kind, value]) => ({ labels: { kind }, value })),
    },
    {
      name: 'oomtrail_incidents_total',
      help: 'Incidents opened since the start.',
      type: 'counter',
      values: [{ value: totals.incidents }],
    },
    {
      name: 'oomtrail_incidents_open',
      help: 'Incidents that are not over.',
      type: 'gauge',
      values: [{ value: state.incidents.filter(({ open }) => open).length }],
    },
    {
      name: 'oomtrail_warning_level',
      help: 'Early warning: 0 clear, 1 low, 2 critical.',
      type: 'gauge',
      values: [{ value: levels.indexOf(state.warning) }],
    },
    {
      name: 'oomtrail_source_lines_total',
      help: 'Lines or messages read.',
      type: 'counter',
      values: perSource(({ lines }) => lines),
    },
    {
      name: 'oomtrail_source_lost_total',
      help: 'Messages known to be lost before they could be read.',
      type: 'counter',
      values: perSource(({ lost }) => lost),
    },
    {
      name: 'oomtrail_source_up',
      help: 'Whether the source is being followed.',
      type: 'gauge',
      values: perSource(({ state: now }) => Number(now === 'following' || now === 'catching-up')),
    },
    {
      name: 'oomtrail_store_paused',
      help: 'Whether storing is paused (disk full, timeline locked).',
      type: 'gauge',
      values: [{ value: Number(store.state === 'paused') }],
    },
    {
      name: 'oomtrail_store_records_total',
      help: 'Records stored.',
      type: 'counter',
      values: [{ value: store.records }],
    },
    {
      name: 'oomtrail_store_dropped_samples_total',
      help: 'Samples that could not be kept.',
      type: 'counter',
      values: [{ value: store.droppedSamples }],
    },
    {
      name: 'oomtrail_given_up',
      help: 'What is given up under load: 0 nothing, 1 screen, 2 samples of processes, 3 verdicts. Records never.',
      type: 'gauge',
      values: [{ value: degradationSteps.indexOf(state.givenUp ?? 'none') }],
    },
    ...(memory === null
      ? []
      : [
          {
            name: 'oomtrail_memory_available_bytes',
            help: 'Memory available to new work.',
            type: 'gauge' as const,
            values: [{ value: memory.availableBytes }],
          },
          {
            name: 'oomtrail_memory_exhaustion_seconds',
            help: 'Earliest time to exhaustion at the present slope; absent where memory does not shrink.',
            type: 'gauge' as const,
            values: memory.exhaustionSeconds === null ? [] : [{ value: Math.round(memory.exhaustionSeconds.least) }],
          },
        ]),
  ];
}

function labelText(labels: Labels = {}): string {
  const parts = Object.entries(labels).map(
    ([name, value]) => `${name}="${value.replace(/[\\"\n]/g, (one) => (one === '\n' ? '\\n' : `\\${one}`))}"`,
  );
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}
