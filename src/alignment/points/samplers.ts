import type { SampleSeries, SourcedPoint } from '../../store/timeline.ts';

/** The points of one series that one file gave, in order of time. */
export interface SeriesPart {
  readonly series: SampleSeries;
  readonly path: string;
  readonly points: SourcedPoint[];
}

/**
 * Tells samplers apart. Files of one format in one folder that measured the same thing at the same time (`sar` every 2 s and
 * every 10 s, `ps` twice) are samplers of their own, whose points may not be mixed; files that follow one another (rotation) or
 * measure different things (`sar -r`, `sar -S`) are one sampler. Returns the name of a part's sampler.
 */
export function nameSamplers(parts: readonly SeriesPart[]): (part: SeriesPart) => string {
  const rivals = rivalFiles(parts);
  const sizes = new Map<string, number>();
  for (const part of parts) sizes.set(fileOf(part), (sizes.get(fileOf(part)) ?? 0) + part.points.length);
  /** By folder and format, the files of each sampler. */
  const samplers = new Map<string, Set<string>[]>();
  const names = new Map<string, string>();
  // The sampler with the most points is the first of its kind: it gets all files that go with it.
  for (const [file] of [...sizes].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))) {
    const kind = kindOf(file);
    const known = samplers.get(kind) ?? [];
    samplers.set(kind, known);
    let index = known.findIndex((files) => !(rivals.get(file) ?? []).some((rival) => files.has(rival)));
    if (index < 0) index = known.push(new Set()) - 1;
    known[index]?.add(file);
    names.set(file, `${kind} ${index}`);
  }
  return (part) => names.get(fileOf(part)) ?? '';
}

function fileOf({ series, path }: SeriesPart): string {
  return `${series.format} ${path}`;
}

function kindOf(file: string): string {
  return file.slice(0, Math.max(file.indexOf(' ') + 1, file.lastIndexOf('/')));
}

/** Files of one format that have overlapping points of one thing. */
function rivalFiles(parts: readonly SeriesPart[]): Map<string, string[]> {
  const byThing = new Map<string, { readonly file: string; readonly fromUs: number; readonly toUs: number }[]>();
  for (const part of parts) {
    const [first, last] = [part.points[0], part.points.at(-1)];
    if (!first || !last) continue;
    const { format, scope, metric, pid, cgroup, zone } = part.series;
    const thing = `${format} ${scope} ${metric} ${pid} ${cgroup} ${zone}`;
    const files = byThing.get(thing);
    const range = { file: fileOf(part), fromUs: first.atUs, toUs: last.atUs };
    if (files) files.push(range);
    else byThing.set(thing, [range]);
  }
  const rivals = new Map<string, Set<string>>();
  const note = (a: string, b: string): void => {
    if (kindOf(a) === kindOf(b)) rivals.set(a, (rivals.get(a) ?? new Set()).add(b));
  };
  for (const ranges of byThing.values()) {
    ranges.sort((a, b) => a.fromUs - b.fromUs);
    let open: typeof ranges = [];
    for (const range of ranges) {
      open = open.filter(({ toUs }) => toUs > range.fromUs);
      for (const other of open) {
        if (other.file === range.file) continue;
        note(other.file, range.file);
        note(range.file, other.file);
      }
      if (open.length < mostAtOnce) open.push(range);
    }
  }
  return new Map([...rivals].map(([file, others]) => [file, [...others]]));
}

/** So many files that measure one thing at one time are looked at together. */
const mostAtOnce = 64;
