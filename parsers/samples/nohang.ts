import { defineFormat } from './define-format.ts';
import { isEmpty, type Metrics, spanOf, toSample } from './sample-draft.ts';

/**
 * What nohang prints of memory: with `print_mem_check_results` a line whenever it looks, the thresholds that made it act, what it
 * had reached by that, and `Memory info` at its start. Sizes are whole or tenths of MiB.
 *
 * Source: nohang 0.2.0, src/nohang (`check_mem_swap_ex`, `log_meminfo`, `implement_corrective_action`).
 */
export const nohang = defineFormat({
  name: 'nohang',
  samples: [
    ['MemAvail: 21934 M, 91.0 % | dMem:     2 M/s', 'MemAvail: 22159 M, 91.9 % | dMem:    75 M/s'].join('\n'),
    ['PSI:   0.42 | MemAvail:   151 M,  7.7 % | SwapFree:  104 M,  5.1 % | dMem:   812 M/s'].join('\n'),
    [
      '  MemAvailable [151 MiB, 7.7 %] <= hard_threshold_min_mem [156 MiB, 8.0 %]',
      '  SwapFree [0 MiB, 0.0 %] <= hard_threshold_min_swap [50 MiB, 5.0 %]',
    ].join('\n'),
    ['  MemAvailable: 383.1 MiB, SwapFree: 104.0 MiB'].join('\n'),
    [
      'Memory info, MiB:',
      '  total=24106, used=812, free=17000, available=22000, shared=9, buffers=142, cache=6400,',
      '  swap_total=2048, swap_used=104, swap_free=1944',
    ].join('\n'),
  ],
  open: ({ moments }) => ({
    byRow: true,
    close() {},
    read(line, text, sink) {
      const metrics = measured(text);
      if (!metrics) return isTalk(text) ? 'claimed' : 'foreign';
      if (isEmpty(metrics) || !Object.values(metrics).every(Number.isSafeInteger)) {
        sink.reject(line, 'unreadable value');
        return 'claimed';
      }
      const time = moments.date(`nohang ${Object.keys(metrics).join(' ')}`);
      const quantumBytes = /\d\.\d MiB/.test(text) ? Math.round(MiB / 10) : MiB;
      sink.sample(toSample({ format: 'nohang', span: spanOf(line), time, metrics, quantumBytes }));
      return 'claimed';
    },
  }),
});

const MiB = 1024 ** 2;

/** Names of `Memory info`; `used` and `cache` are nohang's own sums. */
const infoNames: Readonly<Record<string, string>> = {
  total: 'memTotalBytes',
  free: 'memFreeBytes',
  available: 'memAvailableBytes',
  shared: 'shmemBytes',
  buffers: 'buffersBytes',
  swap_total: 'swapTotalBytes',
  swap_free: 'swapFreeBytes',
};

const check =
  /^(?:PSI: +[\d.]+ \| )?MemAvail: +(\d{1,9}) M, +[\d.]+ %(?: \| SwapFree: +(\d{1,9}) M, +[\d.]+ %)?(?: \| MemUsedZram: .*)? \| dMem: +-?\d+ M\/s$/;
const threshold = /^(MemAvailable|SwapFree) \[(\d{1,9}) MiB, [\d.]+ %\] <=? \w+_threshold_min_(?:mem|swap) /;
const after = /^MemAvailable: (\d{1,9}(?:\.\d)?) MiB, SwapFree: (\d{1,9}(?:\.\d)?) MiB$/;

/** Null for lines that measure nothing. */
function measured(line: string): Metrics | null {
  const text = line.trim();
  const checked = check.exec(text) ?? after.exec(text);
  if (checked)
    return sized([
      ['memAvailableBytes', checked[1]],
      ['swapFreeBytes', checked[2]],
    ]);
  const crossed = threshold.exec(text);
  if (crossed) return sized([[crossed[1] === 'SwapFree' ? 'swapFreeBytes' : 'memAvailableBytes', crossed[2]]]);
  if (!/^(?:total=\d+, used=\d+, free=\d+, available=|swap_total=\d+, swap_used=\d+, swap_free=)\d/.test(text))
    return null;
  return sized([...text.matchAll(/(\w+)=(\d{1,9})(?=,|$)/g)].map(([, name = '', digits]) => [infoNames[name], digits]));
}

function sized(pairs: readonly (readonly [metric: string | undefined, digits: string | undefined])[]): Metrics {
  const metrics: Metrics = {};
  for (const [metric, digits] of pairs) if (metric && digits) metrics[metric] = Math.round(Number(digits) * MiB);
  return metrics;
}

/** What it says beside its measurements. */
function isTalk(text: string): boolean {
  return /^(?:Memory info, MiB:$|Starting nohang with config |Monitoring has started!|Got the SIG\w+ signal|No corrective actions applied in |Process time: |Memory status (?:that requires|after implementing) )/.test(
    text,
  );
}
