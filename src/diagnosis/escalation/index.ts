import type { Incident } from '../analysis.ts';
import type { Exhibit } from '../rules/rule.ts';
import { criticalVictim } from './critical-victim.ts';
import { growth, growthClear } from './growth.ts';
import { killedAgain } from './killed-again.ts';
import { lasting } from './lasting.ts';
import { lowMemory, memoryExhausted } from './low-memory.ts';
import { oneProcess } from './one-process.ts';
import { type Period, periodOf } from './period.ts';
import { recurred } from './recurred.ts';
import type { EscalationRule } from './rule.ts';
import { swapInUse } from './swap-in-use.ts';

/** The rules by which people escalate, in the order of their numbers. */
const rules: Readonly<Record<string, EscalationRule>> = {
  R1: lowMemory,
  R2: memoryExhausted,
  R3: swapInUse,
  R4: oneProcess,
  R5: growth,
  R6: growthClear,
  R7: recurred,
  R8: killedAgain,
  R9: criticalVictim,
  R10: lasting,
};

/**
 * The rules of escalation that fire for an incident, with what was measured. `period` are all incidents found, for the
 * rules that ask whether it came again. Pure.
 */
export function escalationFor(
  incident: Incident,
  exhibit: Exhibit,
  period: Period = periodOf([]),
): Incident['escalation'] {
  return Object.entries(rules).flatMap(([rule, judge]) => {
    const fired = judge({ incident, exhibit, period });
    return fired === null ? [] : [{ rule, ...fired }];
  });
}
