import type { Incident } from '../../../diagnosis/analysis.ts';
import type { Listed } from '../../../diagnosis/shelf.ts';
import { counted } from '../../quantities.ts';
import { plainStyle } from '../../style.ts';
import { coveredText } from '../../text/coverage.ts';
import type { AnalysisList } from '../../view.ts';
import type { IndexRow, ReportHead, Statement } from '../model.ts';
import { whenText } from './clock.ts';
import { causeHeadings } from './names.ts';
import { bareReference, say } from './reference.ts';

export interface HeadFacts {
  readonly zone: string;
  readonly version: string;
  readonly commandLine: string;
  readonly redacted: boolean;
  /** How many of the worst incidents have a chapter. */
  readonly chapters: number;
}

/** What stands before the chapters: what there is, and the list of incidents. */
export function headOf(
  analysis: AnalysisList,
  { zone, version, commandLine, redacted, chapters }: HeadFacts,
): ReportHead {
  const { incidents, coverage, notes, problems } = analysis;
  const covered = coveredText(analysis, { columns: 100, style: plainStyle, zone, ascii: false, verbose: false });
  return {
    schema: 'oomtrail/report@1',
    title: titleOf(incidents),
    zone,
    tool: { name: 'oomtrail', version, commandLine },
    redacted,
    base: commonFolder(coverage.map(({ path }) => path)),
    summary: summaryOf(incidents, covered),
    index: indexOf(incidents, { zone, chapters }),
    withoutChapter: Math.max(0, incidents.length - chapters),
    coverage,
    coverageText: covered,
    notes,
    problems,
  };
}

/** The longest folder that all paths lie in. */
function commonFolder(paths: readonly string[]): string {
  const [first = '', ...others] = paths;
  const parts = first.split('/').slice(0, -1);
  const shared = parts.findIndex((_, index) => {
    const prefix = `${parts.slice(0, index + 1).join('/')}/`;
    return others.some((path) => !path.startsWith(prefix));
  });
  const kept = shared < 0 ? parts : parts.slice(0, shared);
  return kept.length === 0 || kept.join('') === '' ? '' : `${kept.join('/')}/`;
}

function titleOf(incidents: Listed<Incident>): string {
  const hosts = new Set<string>();
  for (const { host } of incidents) if (host !== null) hosts.add(host);
  const where = hosts.size === 1 ? ` on ${[...hosts][0]}` : hosts.size > 1 ? ` on ${hosts.size} hosts` : '';
  const first = incidents.at(0);
  if (first === undefined) return 'Memory incidents: none found';
  return incidents.length === 1
    ? `Memory incident${where}: ${first.title}`
    : `${incidents.length} memory incidents${where}`;
}

/** Rows of the list: more nobody reads. */
const mostRows = 1000;

function indexOf(
  incidents: Listed<Incident>,
  settings: { readonly zone: string; readonly chapters: number },
): IndexRow[] {
  const rows: IndexRow[] = [];
  for (const incident of incidents) {
    if (rows.length === mostRows) break;
    rows.push(rowOf(incident, rows.length, settings));
  }
  return rows;
}

function rowOf(
  incident: Incident,
  index: number,
  { zone, chapters }: { readonly zone: string; readonly chapters: number },
): IndexRow {
  const { id, host, kills, title, verdict, sources } = incident;
  return {
    id,
    number: index + 1,
    when: whenText(incident, zone),
    host,
    kills,
    title,
    cause: verdict === null ? null : causeHeadings[verdict.cause],
    confidence: verdict?.confidence ?? null,
    chapter: index < chapters,
    refs: sources.slice(0, 1).map(bareReference),
  };
}

/** Sentences on all incidents together; with one incident its own summary says it all. */
function summaryOf(incidents: Listed<Incident>, covered: string): Statement[] {
  if (incidents.length === 0) return [say(`No OOM kill, failed allocation or hung task in ${covered}.`)];
  if (incidents.length === 1) return [];
  let killed = 0;
  const causes = new Map<string, number>();
  for (const { verdict, kills } of incidents) {
    killed += kills;
    const cause = verdict === null ? 'not judged' : causeHeadings[verdict.cause];
    causes.set(cause, (causes.get(cause) ?? 0) + 1);
  }
  const ranked = [...causes].sort((a, b) => b[1] - a[1]).slice(0, 4);
  return [
    say(
      `${counted(incidents.length, 'incident')} with ${counted(killed, 'killed process', 'killed processes')}, worst first.`,
    ),
    ...(incidents.length > mostRows
      ? [say(`The list holds the ${mostRows} worst of them: "oomtrail analyze --jsonl" tells all.`)]
      : []),
    say(`Causes: ${ranked.map(([cause, count]) => `${cause.toLowerCase()} (${count})`).join(', ')}.`),
  ];
}
