import { type ProcessHistory, processHistories } from '../../../diagnosis/growth/processes.ts';
import { programOf } from '../../../diagnosis/growth/program.ts';
import { counted, formatBytes, formatSpan } from '../../quantities.ts';
import type { Dossier, Place } from '../dossier.ts';
import type { Chart, Mark, Statement } from '../model.ts';
import { secondsOfSample } from './clock.ts';
import { say } from './reference.ts';
import { marksIn, seriesIn, windowOf } from './window.ts';

const mostPrograms = 6;
/** A program first seen this long after the others was started meanwhile. */
const newAfterSeconds = 1;

interface Program {
  readonly name: string;
  readonly pids: ReadonlySet<number>;
  readonly sums: readonly { readonly at: number; readonly bytes: number; readonly place: Place }[];
}

/** What the largest programs held over time, processes of one name together, under the limit they share. */
export function programsChart(dossier: Dossier, marks: readonly Mark[]): Chart | null {
  const { history, report, incident } = dossier.exhibit;
  if (history === null) return null;
  const histories = processHistories({ ...history, eventUs: Number.POSITIVE_INFINITY });
  const programs = programsIn(histories, dossier);
  const window = windowOf(
    dossier,
    programs.flatMap(({ sums }) => sums.map(({ at }) => at)),
  );
  if (window === null) return null;
  const most = ({ sums }: Program): number =>
    sums.reduce((best, { at, bytes }) => (at >= window.from && at <= window.to ? Math.max(best, bytes) : best), 0);
  const killed = new Set(incident.victims.map(({ comm }) => programOf(comm)));
  const ranked = programs.map((program) => ({ program, bytes: most(program) })).sort((a, b) => b.bytes - a.bytes);
  const shown = ranked
    .filter(({ program }, rank) => rank < mostPrograms || killed.has(program.name))
    .slice(0, mostPrograms + 2);
  const limitBytes = incident.scope === 'memcg' ? (report?.memcg?.limitBytes ?? null) : null;
  const basis = histories.some((one) => one.basis === 'anonymous')
    ? 'anonymous memory and swap'
    : 'resident memory and swap';
  return {
    id: 'programs',
    title: `The largest programs (${basis})`,
    unit: 'bytes',
    fromSeconds: window.from,
    toSeconds: window.to,
    series: shown
      .map(({ program: { name, pids, sums } }) =>
        seriesIn(
          {
            name: `${name}${pids.size > 1 ? ` (${counted(pids.size, 'process', 'processes')})` : ` (pid ${[...pids][0]})`}`,
          },
          sums.map(({ at, bytes }) => [at, bytes] as const),
          window,
        ),
      )
      .filter(({ values }) => values.length > 0),
    limit: limitBytes === null ? null : { value: limitBytes, label: `limit ${formatBytes(limitBytes)}` },
    marks: marksIn(marks, window),
    sentence: growth(
      shown.map(({ program }) => program),
      window,
      killed,
    ),
  };
}

function programsIn(histories: readonly ProcessHistory[], dossier: Dossier): Program[] {
  const byName = new Map<
    string,
    { pids: Set<number>; sums: Map<number, { at: number; bytes: number; place: Place }> }
  >();
  for (const { comm, pid, points } of histories) {
    const name = programOf(comm);
    const program = byName.get(name) ?? { pids: new Set(), sums: new Map() };
    byName.set(name, program);
    program.pids.add(pid);
    for (const { atUs, value, source } of points) {
      const held = program.sums.get(atUs);
      if (held) held.bytes += value;
      else program.sums.set(atUs, { at: secondsOfSample(atUs, dossier), bytes: value, place: source });
    }
  }
  return [...byName].map(([name, { pids, sums }]) => ({
    name,
    pids,
    sums: [...sums.values()].sort((a, b) => a.at - b.at),
  }));
}

/** A program that came meanwhile and is still as it came, over so many samples, is one that was started and works. */
const settled = { samples: 6, share: 0.1 } as const;
/** Less than this share of what the programs hold together led to nothing. */
const leastShare = 0.02;

/**
 * Who gained most in the window before the event, of those that were there until it or were killed in it. A program that was not there at first
 * gained all that it has, unless it stood still from when it was first seen: then it took nothing that led to the event.
 */
function growth(
  programs: readonly Program[],
  { from }: { readonly from: number },
  killed: ReadonlySet<string>,
): Statement {
  const start = Math.min(...programs.flatMap(({ sums }) => sums.flatMap(({ at }) => (at >= from ? at : []))));
  const last = Math.max(...programs.flatMap(({ sums }) => sums.flatMap(({ at }) => (at <= 0 ? at : []))));
  const gains = programs.flatMap(({ name, sums }) => {
    const before = sums.filter(({ at }) => at >= from && at <= 0);
    const [first] = before;
    const end = before.at(-1);
    const isGone = end !== undefined && end.at < last - newAfterSeconds && !killed.has(name);
    if (!first || !end || isGone) return [];
    const lowest = before.reduce((best, point) => (point.bytes < best.bytes ? point : best), first);
    const risen = end.bytes - lowest.bytes;
    const stoodStill = before.length >= settled.samples && risen < end.bytes * settled.share;
    const isNew = first.at > start + newAfterSeconds && !stoodStill;
    return [{ name, isNew, lowest, end, gain: isNew ? end.bytes : risen }];
  });
  const most = gains.sort((a, b) => b.gain - a.gain)[0];
  if (!most || most.gain <= 0) return say('No program that is shown grew before the event.', ...endsOf(programs[0]));
  const held = gains.reduce((sum, { end }) => sum + end.bytes, 0);
  if (most.gain < held * leastShare) {
    return say('No program that is shown grew by much before the event.', ...endsOf(programs[0]));
  }
  const { name, isNew, lowest, end, gain } = most;
  const seconds = end.at - lowest.at;
  const rate = seconds > 0 ? ` in ${formatSpan(seconds)} (${formatBytes((gain / seconds) * 60)} a minute)` : '';
  return isNew
    ? say(
        `Most was gained by ${name}: not there at first, ${formatBytes(end.bytes)} at the last sample before the event.`,
        lowest.place,
        end.place,
      )
    : say(
        `Most was gained by ${name}: from ${formatBytes(lowest.bytes)} to ${formatBytes(end.bytes)}${rate}.`,
        lowest.place,
        end.place,
      );
}

function endsOf(program: Program | undefined): readonly (Place | undefined)[] {
  return [program?.sums[0]?.place, program?.sums.at(-1)?.place];
}
