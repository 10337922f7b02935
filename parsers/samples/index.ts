import { cgroup } from './cgroup.ts';
import { csv } from './csv.ts';
import { free } from './free.ts';
import { homeMade } from './home-made.ts';
import { influxLine } from './influx-line.ts';
import { jsonl } from './jsonl.ts';
import { meminfo } from './meminfo.ts';
import { procVmstat } from './proc-vmstat.ts';
import { prometheusJson } from './prometheus-json.ts';
import { prometheusText } from './prometheus-text.ts';
import { ps } from './ps.ts';
import { psi } from './psi.ts';
import { sadfD } from './sadf-d.ts';
import { sadfJ } from './sadf-j.ts';
import { sadfP } from './sadf-p.ts';
import type { SampleFormat } from './sample-format.ts';
import { sar } from './sar.ts';
import { top } from './top.ts';
import { vmstat } from './vmstat.ts';

/**
 * Every sample format. Order: strict ones first, those that recognise a text by one line before those that weigh several;
 * the last two read what nobody has described.
 */
export const sampleFormats: readonly SampleFormat[] = [
  meminfo,
  ps,
  psi,
  procVmstat,
  cgroup,
  free,
  vmstat,
  top,
  sar,
  sadfD,
  sadfP,
  sadfJ,
  prometheusJson,
  prometheusText,
  influxLine,
  jsonl,
  csv,
  homeMade,
];
