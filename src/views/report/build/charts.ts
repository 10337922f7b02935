import type { Dossier } from '../dossier.ts';
import type { Chart, Mark } from '../model.ts';
import { memoryChart } from './memory-chart.ts';
import { pressureChart } from './pressure-chart.ts';
import { programsChart } from './programs-chart.ts';

/** Every chart, in the order in which a chapter shows them. Each is null where no sample feeds it. */
const charts: readonly ((dossier: Dossier, marks: readonly Mark[]) => Chart | null)[] = [
  memoryChart,
  programsChart,
  pressureChart,
];

export function chartsOf(dossier: Dossier, marks: readonly Mark[]): Chart[] {
  return charts.flatMap((chart) => chart(dossier, marks) ?? []);
}
