import { resolvePlan } from '../../../src/cli/words/resolve-plan.ts';
import { writeDocument } from '../../../src/cli/writing/write-document.ts';
import { reportViews } from '../../../src/views/report/index.ts';
import type { Report } from '../../../src/views/report/model.ts';

export type Form = (typeof reportViews)[number]['name'];

export interface Making {
  readonly form: Form;
  readonly redact?: boolean;
  readonly zone?: string;
  readonly db?: string;
  readonly plots?: string;
  /** Gets what is said beside the report. */
  readonly notes?: string[];
}

/** Runs `oomtrail report` in this process. */
export async function makeReport(
  paths: readonly string[],
  { form, redact = false, zone, db, plots, notes = [] }: Making,
): Promise<string> {
  const values = new Map<string, string[]>();
  if (zone !== undefined) values.set('tz', [zone]);
  if (db !== undefined) values.set('db', [db]);
  if (plots !== undefined) values.set('plots', [plots]);
  const plan = await resolvePlan(
    { operands: paths, values, switches: new Set(redact ? ['redact'] : []) } as unknown as Parameters<
      typeof resolvePlan
    >[0],
    ['markdown', 'html', 'json'],
    {
      env: {},
      nowMs: Date.parse('2026-11-20T12:00:00Z'),
      bootMs: null,
      machineZone: 'UTC',
      stdinIsTerminal: true,
      stdoutIsTerminal: false,
      stdoutColumns: null,
    },
  );
  const view = reportViews.find(({ name }) => name === form) ?? reportViews[0];
  let written = '';
  const quiet = { problem() {}, progress() {}, clear() {}, close() {}, hint: (text: string) => notes.push(text) };
  await writeDocument(paths.length === 0 ? null : paths, view, {
    plan,
    context: {
      out: {
        write: async (text: string) => {
          written += text;
        },
        end: async () => {},
      },
      notices: quiet as never,
      env: {},
      nowMs: () => Date.parse('2026-11-20T12:00:00Z'),
      interrupt: new AbortController().signal,
      commands: async () => [],
    },
  });
  return written;
}

export async function makeModel(paths: readonly string[], making: Omit<Making, 'form'> = {}): Promise<Report> {
  return JSON.parse(await makeReport(paths, { ...making, form: 'json' })) as Report;
}
