import type { RawSample } from '../../model/sample.ts';
import { namedMetric, settleScope } from '../names/column-names.ts';
import { isEmpty, type Metrics } from '../sample-draft.ts';
import { createBareUnitEvidence } from '../text/bare-unit.ts';
import { procpsUnitBytes } from '../text/procps-unit.ts';
import { parseQuantity } from '../text/quantity.ts';
import { isObject, type JsonFacts, type JsonObject, whose } from './object-facts.ts';

/** Members of one flat object, or of one below a name, that say by their names what they are. */
export function namedMembers(object: JsonObject): JsonFacts | null {
  const metrics: Metrics = {};
  const evidence = createBareUnitEvidence();
  const bare: [string, number][] = [];
  let unitAssumed: RawSample['unitAssumed'] = null;
  let found = false;
  for (const [name, value] of membersOf(object)) {
    const named = namedMetric(name);
    if (!named) continue;
    if (typeof value === 'string') {
      const size = named.kind === 'size' ? parseQuantity(value) : null;
      if (size) {
        metrics[named.metric] ??= size.bytes;
        found = true;
      }
    } else if (typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER) {
      if (named.kind === 'percent' && value > 100) continue;
      if (named.unit === null) {
        bare.push([named.metric, value]);
        evidence.add(value);
      } else {
        metrics[named.metric] ??= named.kind === 'size' ? Math.round(value * named.unit) : value;
        unitAssumed ??= named.assumed;
        found = true;
      }
    }
  }
  const unit = evidence.guess();
  if (unit === 'B') {
    for (const [metric, value] of bare) metrics[metric] ??= value * procpsUnitBytes[unit];
    unitAssumed ??= unit;
    found ||= bare.length > 0;
  }
  if (!found) return null;
  const identity = whose(object);
  const isProcess = identity.pid !== null || ('rssBytes' in metrics && !('memFreeBytes' in metrics));
  const scope = isProcess ? 'process' : identity.cgroup !== null ? 'cgroup' : 'system';
  settleScope(metrics, scope);
  return isEmpty(metrics) ? null : { ...identity, scope, metrics, unitAssumed };
}

function* membersOf(object: JsonObject): Generator<[string, unknown]> {
  for (const [name, value] of Object.entries(object)) {
    if (!isObject(value)) yield [name, value];
    else
      for (const [inner, member] of Object.entries(value)) {
        yield [`${name}.${inner}`, member];
        if (/^(?:mem|memory|memoryusage|usage|process)$/i.test(name)) yield [inner, member];
      }
  }
}
