import type { RecordOf } from '../../../parsers/model/record.ts';
import { classifyWait, functionName } from '../hang/wait-class.ts';
import { type Finding, type Rule, recordSource } from './rule.ts';
import type { WeightId } from './weights.ts';

/** Spinning for a lock: MCS and ticket slow paths, and the raw entry points where these are inlined. */
const spinning =
  /^(native_queued_(spin|read|write)_lock_slowpath|queued_\w+_lock_slowpath|_?_?raw_(spin|read|write)_lock\w*|__pv_queued_spin_lock_slowpath|osq_lock|mutex_spin_on_owner)\b/;
const inModule = /\[([\w-]+)(?: [0-9a-f]+)?\]$/;

/** What a CPU does that does not come back (soft or hard lockup, RCU stall): reclaim, spin for a lock, or run in a driver. */
export const stalledCpu: Rule = {
  id: 'stalled-cpu',
  frames: ['hang'],
  judge({ records }) {
    return records.flatMap((record): Finding[] => {
      if (record.kind !== 'stall') return [];
      const found = reading(record);
      if (!found) return [];
      const cpu = record.cpu === null ? 'a CPU' : `CPU ${record.cpu}`;
      return [
        {
          weight: found.weight,
          claim: `${cpu} ${found.words} (${functionName(found.frame)})${record.comm === null ? '' : `, running ${record.comm}`}`,
          from: recordSource(record),
          values: { frame: found.frame, seconds: record.seconds ?? -1 },
        },
      ];
    });
  },
};

function reading(record: RecordOf<'stall'>): { weight: WeightId; words: string; frame: string } | null {
  const frames = record.callTrace.filter((frame) => !frame.startsWith('? ') && frame !== '');
  const wait = classifyWait(frames);
  if ((wait.class === 'reclaim' || wait.class === 'swap-in') && wait.frame !== null)
    return { weight: 'spins-in-reclaim', words: 'is busy freeing memory', frame: wait.frame };
  const lock = frames.slice(0, topFrames).find((frame) => spinning.test(frame));
  if (lock) return { weight: 'spins-for-lock', words: 'spins for a lock', frame: lock };
  const driver = frames.slice(0, topFrames).find((frame) => inModule.test(frame));
  return driver
    ? { weight: 'spins-in-driver', words: `runs in module ${inModule.exec(driver)?.[1]}`, frame: driver }
    : null;
}

/** What a CPU does stands at the top; who called it, far below, says less. */
const topFrames = 6;
