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
export function chapterOf(dossier: Dossier, all: Iterable<Incident>, zone: string): IncidentReport {
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

/** Those of the same trouble, then others of the host. */
function relatedOf(incident: Incident, all: Iterable<Incident>, zone: string): Related[] {
  const again = new Set(incident.recurrences);
  const related: { readonly same: Related[]; readonly near: Related[] } = { same: [], near: [] };
  let number = 0;
  for (const other of all) {
    number += 1;
    const same = again.has(other.id);
    const list = same ? related.same : related.near;
    if (other.id === incident.id || (!same && other.host !== incident.host) || list.length === mostRelated) continue;
    list.push({ id: other.id, number, when: whenText(other, zone), title: other.title, same });
  }
  return [...related.same, ...related.near].slice(0, mostRelated);
}
