import { exitCodes, KnownError } from '../../errors.ts';
import { examineIn } from '../../examination/examine.ts';
import { type Inputs, readSomething } from '../../examination/inputs.ts';
import { packageVersion } from '../../package-root.ts';
import type { ReportView } from '../../views/report/report-view.ts';
import type { AnalysisList } from '../../views/view.ts';
import type { Context } from '../command.ts';
import type { Outcome } from '../exit-status.ts';
import type { Plan } from '../plan.ts';
import { pickIncident } from '../reading/pick-incident.ts';
import { redactorFor, writePseudonyms } from './pseudonyms-file.ts';
import { viewSettings } from './view-settings.ts';

/** Examines the inputs and writes the post-incident document about what was found. */
export async function writeDocument(
  inputs: Inputs | null,
  view: ReportView,
  { plan, context }: { readonly plan: Plan; readonly context: Context },
): Promise<Outcome> {
  const [{ openTimeline }, { writeReport }, { learnTimeline, learnStarted }, { drawPlots }] = await Promise.all([
    import('../../store/index.ts'),
    import('../../report/write.ts'),
    import('../../report/redaction.ts'),
    import('./draw-plots.ts'),
  ]);
  const timeline = await openTimeline({ file: plan.db, mode: inputs === null ? 'read' : 'write' });
  try {
    const { analysis, reading } = await examineIn(timeline, inputs, { plan, context });
    const plots = plan.plotsFolder === null ? null : drawPlots(plan.plotsFolder);
    const redactor = await redactorFor(plan);
    if (redactor !== null) await learnTimeline(redactor, timeline, analysis);
    await writeReport({
      timeline,
      analysis,
      view,
      zone: viewSettings(plan, reading).zone,
      version: packageVersion(),
      commandLine: commandLine(process.argv.slice(2)),
      only: plan.incident === null ? null : rankOf(plan.incident, analysis),
      redact: redactor === null ? null : (piece) => redactor.value(piece),
      learn: (name) => {
        if (redactor !== null) learnStarted(redactor, name);
      },
      history: { samplePaths: plan.samplePaths, offsetUs: plan.offsetUs },
      write: (text) => context.out.write(text),
      ...(plots === null ? {} : { chapter: plots.draw }),
      interrupt: context.interrupt,
    });
    for (const sentence of plots?.tell() ?? []) context.notices.hint(sentence);
    await writePseudonyms(plan.pseudonymsFile, redactor);
    return { found: false, read: inputs === null || readSomething(reading), problems: reading.problems };
  } finally {
    await timeline.close();
  }
}

function rankOf(reference: string, { incidents }: AnalysisList): number {
  const picked = pickIncident(incidents, reference);
  if (picked !== null && picked !== 'ambiguous') return picked.rank;
  const message =
    picked === null
      ? `there is no incident "${reference}" among the ${incidents.length} found`
      : `several incidents have an id that begins with ${reference}`;
  throw new KnownError(message, { exitCode: exitCodes.found });
}

/** What was typed, so that a shell would understand it again. */
function commandLine(words: readonly string[]): string {
  const quoted = words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`));
  return ['oomtrail', ...quoted].join(' ');
}
