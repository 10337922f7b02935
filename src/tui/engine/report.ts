import { createWriteStream } from 'node:fs';
import { extname } from 'node:path';
import { finished } from 'node:stream/promises';
import { packageVersion } from '../../cli/package-root.ts';
import type { Holdings } from './holdings.ts';
import type { Ask, EngineTask } from './protocol.ts';

/** Writes the post-incident report to a file, of one incident or of all, in the form its ending names, and says where it is. */
export async function writeReport(
  { id, file }: Ask<'report'>,
  { timeline, analysis, incidents, zone }: Holdings,
  { plan, title }: EngineTask,
): Promise<string> {
  if (analysis === null) throw new Error('wait until everything is read: then the report can be written');
  const [{ writeReport: write }, { reportViews }] = await Promise.all([
    import('../../report/write.ts'),
    import('../../views/report/index.ts'),
  ]);
  const view = reportViews.find(({ endings }) => endings.includes(extname(file).toLowerCase())) ?? reportViews[0];
  const index = incidents.findIndex((incident) => incident.id === id);
  const out = createWriteStream(file);
  const done = finished(out);
  await Promise.race([
    done,
    write({
      timeline,
      analysis,
      view,
      zone,
      version: packageVersion(),
      commandLine: `oomtrail open ${title}`,
      only: index === -1 ? null : index + 1,
      redact: null,
      history: { samplePaths: plan.samplePaths, offsetUs: plan.offsetUs },
      write: async (text) => {
        if (!out.write(text)) await new Promise<void>((resolve) => out.once('drain', () => resolve()));
      },
      interrupt: new AbortController().signal,
    }),
  ]);
  out.end();
  await done;
  return `written: ${file}`;
}
