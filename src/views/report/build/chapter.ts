import type { Incident } from '../../../diagnosis/analysis.ts';
import type { Dossier } from '../dossier.ts';
import type { Advice, IncidentReport, Related } from '../model.ts';
import { chartsOf } from './charts.ts';
import { whenText } from './clock.ts';
import { compositionOf } from './composition.ts';
import { proofsOf } from './evidence.ts';
import { factsOf } from './facts.ts';
import { groundsOf } from './grounds.ts';
import { holdersOf } from './holders.ts';
import { impactOf } from './impact.ts';
import { processesOf } from './processes.ts';
import { rawOf } from './raw.ts';
import { selectionOf } from './selection.ts';
import { summaryOf } from './summary.ts';
import { timelineOf } from './timeline.ts';
import { unknownOf } from './unknown.ts';
import { verdictBox } from './verdict.ts';

const mostRelated = 20;

/** Writes the chapter of one incident. `all` are the incidents of the report, worst first. Pure. */
export function chapterOf(dossier: Dossier, all: readonly Incident[], zone: string): IncidentReport {
  const { incident, number } = dossier;
  const { marks, leftOut } = timelineOf(dossier);
  const composition = compositionOf(dossier);
  const { verdict } = incident;
  const evidence = proofsOf(verdict?.evidence ?? [], dossier);
  const proved = { evidence, marks };
  const advice = (isPrevention: boolean): Advice[] =>
    incident.remedies
      .filter(({ prevents = false }) => prevents === isPrevention)
      .map(({ text, basis }) => ({ text, basis, refs: groundsOf(basis, proved, dossier) }));
  return {
    id: incident.id,
    number,
    title: incident.title,
    when: whenText(incident, zone),
    origin: incident.start,
    summary: summaryOf(dossier, zone),
    facts: factsOf(dossier, zone),
    verdict: verdict && verdictBox(verdict, evidence),
    evidence,
    against: proofsOf(verdict?.against ?? [], dossier),
    timeline: marks,
    timelineLeftOut: leftOut,
    charts: chartsOf(dossier, marks),
    composition: composition.bars,
    compositionNote: composition.note,
    selection: selectionOf(dossier),
    holders: holdersOf(dossier),
    processes: processesOf(dossier),
    impact: impactOf(dossier),
    unknown: unknownOf(dossier),
    remedies: advice(false),
    prevention: advice(true),
    escalation: incident.escalation.map((rule) => ({
      ...rule,
      refs: groundsOf(`${rule.text} ${rule.measured}`, proved, dossier),
    })),
    related: relatedOf(incident, all, zone),
    raw: rawOf(dossier),
  };
}

function relatedOf(incident: Incident, all: readonly Incident[], zone: string): Related[] {
  const again = new Set(incident.recurrences);
  const nearby = all.flatMap((other, index) => {
    const same = again.has(other.id);
    if (other.id === incident.id || (!same && other.host !== incident.host)) return [];
    return [{ id: other.id, number: index + 1, when: whenText(other, zone), title: other.title, same }];
  });
  return nearby.sort((a, b) => Number(b.same) - Number(a.same)).slice(0, mostRelated);
}
