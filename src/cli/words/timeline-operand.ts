import { isTimelineFile } from '../../store/timeline-file.ts';
import type { Plan } from '../plan.ts';

/**
 * A timeline file may stand where PATHs stand, alone: `report timeline.db` is `report --db timeline.db`. Operands before
 * `from` are no PATHs. With --db, which then names the file to fill, an SQLite file is refused as every other input is.
 */
export function withTimelineOperand(plan: Plan, from = 0): Plan {
  const [path, ...more] = plan.operands.slice(from);
  if (path === undefined || more.length > 0 || plan.db !== null || !isTimelineFile(path)) return plan;
  return { ...plan, db: path, operands: plan.operands.slice(0, from) };
}
