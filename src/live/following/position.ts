/** A place in a source: which of the files it went through, and where in it. Sources without files count entries as offsets. */
export interface Place {
  readonly generation: number;
  readonly offset: number;
  readonly line: number;
  /** In the middle of an overlong line whose rest is passed over. */
  readonly insideLine: boolean;
}

/** A record that is on the timeline and still open: a fuller version takes its place. */
export interface Published {
  readonly generation: number;
  readonly offset: number;
  /** Tells the lines of one message apart, which share an offset. */
  readonly ordinal: number;
  /** Hash of the line it began with: at its place another log may stand by now. */
  readonly opener: string;
  readonly id: string;
  /** The path under which the timeline knows it. */
  readonly path: string;
}

/**
 * How far a log was read, in a form that survives JSON. A later run begins at `anchor`, a place where no record was open,
 * and so assembles the same records again up to `reached`, which the timeline knows by their ids.
 */
export interface StreamPosition {
  readonly anchor: Place;
  readonly reached: Place;
  readonly published: readonly Published[];
}

export const startOfSource: Place = { generation: 0, offset: 0, line: 1, insideLine: false };

type Address = Pick<Place, 'generation' | 'offset'>;

export function isBefore(a: Address, b: Address): boolean {
  return a.generation < b.generation || (a.generation === b.generation && a.offset < b.offset);
}

export function parsePlace(value: unknown): Place | null {
  if (!isObject(value)) return null;
  const { generation, offset, line, insideLine } = value;
  if (!isCount(generation) || !isCount(offset) || !isCount(line) || typeof insideLine !== 'boolean') return null;
  return { generation, offset, line, insideLine };
}

/** A position as it came out of the timeline; null where it is in another form (a later version wrote it). */
export function parsePosition(value: unknown): StreamPosition | null {
  if (!isObject(value)) return null;
  const anchor = parsePlace(value.anchor);
  const reached = parsePlace(value.reached);
  if (anchor === null || reached === null || !Array.isArray(value.published)) return null;
  const published = value.published.flatMap((one: unknown): Published[] => {
    if (!isObject(one)) return [];
    const { generation, offset, ordinal, opener, id, path } = one;
    return isCount(generation) &&
      isCount(offset) &&
      isCount(ordinal) &&
      typeof opener === 'string' &&
      typeof id === 'string' &&
      typeof path === 'string'
      ? [{ generation, offset, ordinal, opener, id, path }]
      : [];
  });
  return { anchor, reached, published };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
