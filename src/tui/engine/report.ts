import type { Ask, EngineTask } from './protocol.ts';
import type { Holdings } from './service.ts';

/** Writes the post-incident report to a file and says where. */
export async function writeReport(_ask: Ask<'report'>, _holdings: Holdings, { title }: EngineTask): Promise<string> {
  throw new Error(`the report is written by "oomtrail report ${title} -o report.md"`);
}
