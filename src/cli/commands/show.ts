import type { Command } from '../command.ts';
import { exitCodes, KnownError } from '../errors.ts';
import { readSomething } from '../inputs.ts';
import { pickIncident } from '../pick-incident.ts';

/** One incident in full, from PATHs, from a timeline file, or from this machine's own logs. */
export const show: Command = {
  name: 'show',
  summary: 'Show one incident in full: latest, worst, a number or an id',
  usage: 'show INCIDENT [PATH...] [options]',
  examples: [
    "oomtrail show latest                 of this machine's own logs",
    'oomtrail show worst /var/log',
    'oomtrail show 3 sosreport.tar.gz',
    'oomtrail show 9f31c0 --db timeline.db --json',
  ],
  notes: ['INCIDENT: latest, worst, its number in "analyze", or the beginning of its id.'],
  options: ['since', 'until', 'tz', 'year', 'page-size', 'samples', 'db', 'format', 'json', 'output', 'ascii'],
  formats: ['text', 'json'],
  operands: { least: 1, most: Number.POSITIVE_INFINITY },
  async run(plan, context) {
    const [reference = '', ...paths] = plan.operands;
    const [{ examine, viewSettings }, { coveredText, renderIncident }, { cleanJson }] = await Promise.all([
      import('../examine.ts'),
      import('../../views/text.ts'),
      import('../../views/sanitize.ts'),
    ]);
    const own = paths.length === 0 && plan.db === null;
    const examination = { plan, context };
    const { analysis, reading } = own
      ? await (await import('../machine.ts')).examineMachine(examination)
      : await examine(paths.length === 0 ? null : paths, examination);
    const { incidents } = analysis;
    const picked = pickIncident(incidents, reference);
    if (picked === 'ambiguous') {
      throw new KnownError(`several incidents have an id that begins with ${reference}`, { exitCode: exitCodes.found });
    }
    if (picked === null) {
      throw new KnownError(
        incidents.length === 0
          ? `there is no incident in ${coveredText(analysis, viewSettings(plan, reading))}`
          : `there is no incident "${reference}" among the ${incidents.length} found`,
        {
          exitCode: exitCodes.found,
          hint:
            incidents.length === 0
              ? null
              : '"oomtrail analyze" with the same inputs lists them with their numbers and ids.',
        },
      );
    }
    const { incident, rank } = picked;
    await context.out.write(
      plan.format === 'json'
        ? `${cleanJson(JSON.stringify(incident, null, 2))}\n`
        : renderIncident(incident, rank, { ...viewSettings(plan, reading), verbose: true }),
    );
    return { found: false, read: plan.db !== null || readSomething(reading), problems: reading.problems };
  },
};
