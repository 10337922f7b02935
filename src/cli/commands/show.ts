import type { Incident } from '../../diagnosis/analysis.ts';
import { exitCodes, KnownError } from '../../errors.ts';
import { readSomething } from '../../examination/inputs.ts';
import { cleanText } from '../../views/sanitize.ts';
import type { Command, Context } from '../command.ts';
import { pickIncident } from '../reading/pick-incident.ts';
import { periodOptions, undatedLogOptions } from '../words/options.ts';
import { withTimelineOperand } from '../words/timeline-operand.ts';

const listHint = '"oomtrail analyze" with the same inputs lists them with their numbers and ids.';

const noSuch = (message: string, hint: string | null): KnownError =>
  new KnownError(message, { exitCode: exitCodes.found, hint });

/** Writes the log lines behind an incident, from a place that can be read again; returns why it could not. */
async function writeRaw(
  { sources }: Incident,
  paths: readonly string[],
  { out, notices }: Context,
): Promise<KnownError[]> {
  const { rawLines, rereadable } = await import('../reading/raw-lines.ts');
  const place = rereadable(sources);
  let text: string;
  try {
    if (place === null)
      throw new KnownError('the log came through a pipe and cannot be read again for --raw', {
        hint: 'Save it to a file and name that file.',
      });
    const parts = [place, ...(place.continuedIn ? [place.continuedIn] : [])];
    const texts = parts.map(async (part) => {
      const lines = await rawLines(part, paths.length > 0 ? paths : [part.path]);
      return `\n${cleanText(part.path)}\n${lines.join('\n')}\n`;
    });
    text = (await Promise.all(texts)).join('');
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    notices.problem(error);
    return [error];
  }
  await out.write(text);
  return [];
}

/** One incident in full, from PATHs, from a timeline file, or from this machine's own logs. */
export const show: Command = {
  name: 'show',
  summary: 'Show one incident in full: latest, worst, a number or an id',
  usage: 'show INCIDENT [PATH...] [options]',
  examples: [
    "oomtrail show latest                 from this machine's own logs",
    'oomtrail show worst /var/log --raw   with the log lines',
    'oomtrail show 3 sosreport.tar.gz',
    'oomtrail show 9f31c0 timeline.db --json',
  ],
  notes: ['INCIDENT: latest, worst, its number in "analyze", or the start of its id.'],
  options: ['raw', ...periodOptions, 'samples', 'db', 'format', 'json', 'output', ...undatedLogOptions, 'ascii'],
  formats: ['text', 'json'],
  operands: { least: 1, most: Number.POSITIVE_INFINITY },
  async run(typed, context) {
    const plan = withTimelineOperand(typed, 1);
    const [reference = '', ...paths] = plan.operands;
    const [{ examine }, { viewSettings }, { coveredText, renderIncident }, { cleanJson }] = await Promise.all([
      import('../../examination/examine.ts'),
      import('../writing/view-settings.ts'),
      import('../../views/text.ts'),
      import('../../views/sanitize.ts'),
    ]);
    const own = paths.length === 0 && plan.db === null;
    const examination = { plan, context };
    const { analysis, reading } = own
      ? await (await import('../reading/machine.ts')).examineMachine(examination)
      : await examine(paths.length === 0 ? null : paths, examination);
    const { incidents } = analysis;
    const picked = pickIncident(incidents, reference);
    const read = plan.db !== null || readSomething(reading);
    const settings = viewSettings(plan, reading);
    if (picked === 'ambiguous') throw noSuch(`several incidents have an id that begins with ${reference}`, listHint);
    if (picked === null) {
      if (!read) return { found: false, read, problems: reading.problems };
      throw incidents.length === 0
        ? noSuch(`there is no incident in ${coveredText(analysis, settings)}`, null)
        : noSuch(`there is no incident "${reference}" among the ${incidents.length} found`, listHint);
    }
    const { incident, rank } = picked;
    await context.out.write(
      plan.format === 'json'
        ? `${cleanJson(JSON.stringify(incident, null, 2))}\n`
        : renderIncident(incident, rank, { ...settings, verbose: true }),
    );
    const unread = plan.raw ? await writeRaw(incident, paths, context) : [];
    return { found: false, read, problems: [...reading.problems, ...unread] };
  },
};
