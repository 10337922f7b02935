import type { Accounting } from '../../../diagnosis/analysis.ts';
import type { ComponentState } from '../../../diagnosis/growth/components.ts';
import { formatSpan } from '../../quantities.ts';
import type { Dossier } from '../dossier.ts';
import type { Composition, Statement } from '../model.ts';
import { secondsOfSample } from './clock.ts';
import { mainPlace } from './main-place.ts';
import { bareReference, say } from './reference.ts';
import { allStates, eventSeconds } from './states.ts';

/** Where the memory was: before the rise, at the event as the kernel printed it, and after. */
export function compositionOf(dossier: Dossier): {
  readonly bars: readonly Composition[];
  readonly note: Statement | null;
} {
  const { exhibit, incident } = dossier;
  const states = allStates(dossier);
  const { first, last } = eventSeconds(dossier);
  const earlier = states.filter((state) => secondsOfSample(state.atUs, dossier) < first - 0.5);
  const before = emptiest(earlier);
  const after = states.find((state) => secondsOfSample(state.atUs, dossier) > last + 1);
  const accounting = exhibit.accounting ?? incident.accounting;
  const place = mainPlace(dossier);
  const bars: Composition[] = [];
  if (before) bars.push(ofState(before, `${formatSpan(first - secondsOfSample(before.atUs, dossier))} before`));
  if (accounting) {
    const whose = accounting.scope === 'memcg' ? ' (the group)' : accounting.scope === 'node' ? ' (the node)' : '';
    bars.push({
      label: `at the event${whose}`,
      totalBytes: accounting.totalBytes,
      parts: partsAt(dossier, accounting),
      refs: [bareReference(place ?? accounting.source)],
    });
  } else {
    const at = earlier.at(-1);
    if (at && at !== before) bars.push(ofState(at, `${formatSpan(first - secondsOfSample(at.atUs, dossier))} before`));
  }
  if (after) bars.push(ofState(after, `${formatSpan(secondsOfSample(after.atUs, dossier) - last)} after`));
  return { bars, note: noteOf(dossier, { before, after, hasAccounting: accounting !== null }) };
}

/** What samples tell apart is told apart here too, so that the bars can be compared. */
function partsAt({ exhibit }: Dossier, accounting: Accounting): Composition['parts'] {
  const parts =
    exhibit.parts && accounting.scope === 'host'
      ? [...exhibit.parts].map(([component, bytes]) => ({ component, bytes }))
      : [...accounting.parts, { component: 'unaccounted', bytes: accounting.unaccountedBytes }];
  return parts.filter(({ bytes }) => bytes > 0);
}

function noteOf(
  { incident }: Dossier,
  has: {
    readonly before: ComponentState | undefined;
    readonly after: ComponentState | undefined;
    readonly hasAccounting: boolean;
  },
): Statement | null {
  const missing = [
    ...(has.before ? [] : ['no sample from before tells the parts apart']),
    ...(has.hasAccounting ? [] : [incident.accountingRefused ?? 'the report does not print where the memory was']),
    ...(has.after ? [] : ['no sample from after tells the parts apart']),
  ];
  const inside = incident.accounting?.notPrinted ?? [];
  if (inside.length > 0) missing.push(`not printed, so inside "in no counter": ${inside.join(', ')}`);
  return missing.length === 0 ? null : say(`Not shown: ${missing.join('; ')}.`);
}

function emptiest(states: readonly ComponentState[]): ComponentState | undefined {
  const free = (state: ComponentState): number => state.availableBytes ?? state.parts.get('free') ?? 0;
  return states.reduce<ComponentState | undefined>(
    (best, state) => (best && free(best) >= free(state) ? best : state),
    undefined,
  );
}

function ofState({ totalBytes, parts, source }: ComponentState, label: string): Composition {
  return {
    label,
    totalBytes,
    parts: [...parts].filter(([, bytes]) => bytes > 0).map(([component, bytes]) => ({ component, bytes })),
    refs: [bareReference(source)],
  };
}
