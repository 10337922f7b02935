import { type FileHandle, open, rm } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import type { Incident } from '../../diagnosis/analysis.ts';
import type { Listed } from '../../diagnosis/shelf.ts';
import { packageVersion } from '../../package-root.ts';
import { jsonl } from '../../views/jsonl.ts';
import { counted } from '../../views/quantities.ts';
import { plainStyle } from '../../views/style.ts';
import type { Analysis } from '../../views/view.ts';
import { writeTrouble } from '../../write-trouble.ts';
import type { HeldIncidents } from './held-incidents.ts';
import type { Holdings } from './holdings.ts';
import type { Ask, EngineTask } from './protocol.ts';

/** Names that are tried beside one that is taken. */
const mostNames = 100;

/**
 * Writes incidents to a file in the form that its ending names: the post-incident report (`.md`, `.html`, `.json`), or one
 * incident a line (`.jsonl`). A file that is there stays; another name is taken then. Answers where it is.
 */
export async function writeReport(
  { ids, file }: Ask<'report'>,
  holdings: Holdings,
  task: Pick<EngineTask, 'plan' | 'title'>,
): Promise<string> {
  const form = await formOf(file);
  const analysis = await holdings.analysis();
  const incidents = chosen(analysis.incidents, holdings.incidents, ids);
  if (incidents.length === 0) throw new Error('the incident is not there any more');
  const { handle, path } = await freshFile(file);
  try {
    await form({ ...analysis, incidents }, holdings, task, (text) => handle.appendFile(text));
  } catch (error) {
    await rm(path, { force: true });
    throw typeof (error as NodeJS.ErrnoException).code === 'string' ? writeTrouble(path, error) : error;
  } finally {
    await handle.close();
  }
  return `written: ${path} (${counted(incidents.length, 'incident')})`;
}

type Form = (
  analysis: Analysis,
  holdings: Holdings,
  task: Pick<EngineTask, 'plan' | 'title'>,
  write: (text: string) => Promise<void>,
) => Promise<void>;

async function formOf(file: string): Promise<Form> {
  const ending = extname(file).toLowerCase();
  if (ending === '.jsonl') return async (analysis, _, __, write) => write(linesOf(analysis));
  const [{ writeReport: writeDocument }, { reportViews }] = await Promise.all([
    import('../../report/write.ts'),
    import('../../views/report/index.ts'),
  ]);
  const view = reportViews.find(({ endings }) => (endings as readonly string[]).includes(ending));
  if (view === undefined) {
    const endings = reportViews.map((one) => one.endings[0]).join(', ');
    throw new Error(`the ending of "${file}" names no form: ${endings}, .jsonl`);
  }
  return (analysis, { timeline, zone }, { plan, title }, write) =>
    writeDocument({
      timeline,
      analysis,
      view,
      zone,
      version: packageVersion(),
      commandLine: `oomtrail open ${title}`,
      only: null,
      redact: null,
      history: { samplePaths: plan.samplePaths, offsetUs: plan.offsetUs },
      write,
      interrupt: new AbortController().signal,
    });
}

const linesOf = (analysis: Analysis): string =>
  jsonl.render(analysis, { columns: 80, style: plainStyle, zone: 'UTC', ascii: false, verbose: false });

/** The incidents of these ids; one that was judged anew may have grown, and is known by its records then. */
function chosen(judged: Listed<Incident>, shown: HeldIncidents, ids: readonly string[]): Incident[] {
  const wanted = ids.map((id) => ({ id, records: new Set(shown.find(id)?.records) }));
  const found = new Map<string, Incident>();
  for (const incident of judged) {
    for (const { id, records } of wanted) {
      const isExact = incident.id === id;
      if (isExact || (!found.has(id) && incident.records.some((record) => records.has(record))))
        found.set(id, incident);
    }
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** A file of this name, or of the first free one after it: `report.md`, `report-2.md`, ... */
async function freshFile(file: string): Promise<{ handle: FileHandle; path: string }> {
  const ending = extname(file);
  const stem = file.slice(0, file.length - ending.length);
  for (let count = 1; count < mostNames; count++) {
    const path = resolve(count === 1 ? file : `${stem}-${count}${ending}`);
    try {
      return { handle: await open(path, 'wx'), path };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw writeTrouble(path, error);
    }
  }
  throw new Error(`${file} and ${mostNames} names after it are taken`);
}
