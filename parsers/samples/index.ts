import { atop } from './atop.ts';
import { below } from './below.ts';
import { belowJson } from './below-json.ts';
import { belowKv } from './below-kv.ts';
import { buddyinfo } from './buddyinfo.ts';
import { cgroup } from './cgroup.ts';
import { csv } from './csv.ts';
import { dockerStats } from './docker-stats.ts';
import { earlyoom } from './earlyoom.ts';
import { free } from './free.ts';
import { homeMade } from './home-made.ts';
import { influxLine } from './influx-line.ts';
import { jsonl } from './jsonl.ts';
import { jstat } from './jstat.ts';
import { jvmGc } from './jvm-gc.ts';
import { kubectlTop } from './kubectl-top.ts';
import { meminfo } from './meminfo.ts';
import { nodeMemory } from './node-memory.ts';
import { nohang } from './nohang.ts';
import { numastat } from './numastat.ts';
import { oomctl } from './oomctl.ts';
import { pidstat } from './pidstat.ts';
import { pmap } from './pmap.ts';
import { procStatus } from './proc-status.ts';
import { procVmstat } from './proc-vmstat.ts';
import { prometheusJson } from './prometheus-json.ts';
import { prometheusText } from './prometheus-text.ts';
import { ps } from './ps.ts';
import { psi } from './psi.ts';
import { psutilRepr } from './psutil-repr.ts';
import { sadfD } from './sadf-d.ts';
import { sadfJ } from './sadf-j.ts';
import { sadfP } from './sadf-p.ts';
import type { SampleFormat } from './sample-format.ts';
import { sar } from './sar.ts';
import { slabinfo } from './slabinfo.ts';
import { slabtop } from './slabtop.ts';
import { smem } from './smem.ts';
import { statm } from './statm.ts';
import { swapon } from './swapon.ts';
import { sysvipcShm } from './sysvipc-shm.ts';
import { top } from './top.ts';
import { vmstat } from './vmstat.ts';
import { vmstatM } from './vmstat-m.ts';
import { vmstatS } from './vmstat-s.ts';
import { zoneinfo } from './zoneinfo.ts';
import { zram } from './zram.ts';

/**
 * Every sample format, one a file in this folder. Order: strict ones first, those that recognise a text by one line before
 * those that weigh several; the last two read what nobody has described.
 *
 * Beside the formats stand their contract (`sample-format.ts`), what makes one of a line reader (`define-format.ts`,
 * `sample-draft.ts`), the reader of files in which they alternate (`mixed-reader.ts`) and detection (`detect.ts`). Parts
 * lie in folders: of one format under its name (`ps/`, `csv/`), of several by subject: `moment/` when a sample was taken,
 * `names/` what a printed name measures, `text/` characters, numbers and units, `json/` and `blocks/` shapes of text.
 */
export const sampleFormats: readonly SampleFormat[] = [
  meminfo,
  ps,
  psi,
  procVmstat,
  cgroup,
  procStatus,
  smem,
  free,
  vmstat,
  vmstatS,
  vmstatM,
  top,
  pidstat,
  sar,
  sadfD,
  sadfP,
  atop,
  zoneinfo,
  buddyinfo,
  slabinfo,
  slabtop,
  swapon,
  numastat,
  dockerStats,
  kubectlTop,
  pmap,
  jstat,
  jvmGc,
  earlyoom,
  nohang,
  oomctl,
  sysvipcShm,
  zram,
  statm,
  nodeMemory,
  psutilRepr,
  below,
  belowKv,
  belowJson,
  sadfJ,
  prometheusJson,
  prometheusText,
  influxLine,
  jsonl,
  csv,
  homeMade,
];
