/** Which row of a long list is selected and which is the first on the screen. */
export interface ListState {
  readonly selected: number;
  readonly top: number;
}

export const listStart: ListState = { selected: 0, top: 0 };

export interface ListSize {
  /** Rows there are. */
  readonly total: number;
  /** Rows that fit. */
  readonly height: number;
}

/** Where a movement leads. */
export type ListMove = 'up' | 'down' | 'pageUp' | 'pageDown' | 'halfUp' | 'halfDown' | 'first' | 'last';

const listMoves: ReadonlySet<string> = new Set<ListMove>([
  'up',
  'down',
  'pageUp',
  'pageDown',
  'halfUp',
  'halfDown',
  'first',
  'last',
]);

export const isListMove = (command: string): command is ListMove => listMoves.has(command);

/** Selects a row, keeps it inside the list and the screen around it. */
export function selectRow({ top }: ListState, wanted: number, { total, height }: ListSize): ListState {
  const selected = Math.max(0, Math.min(total - 1, wanted));
  const shown = Math.max(1, height);
  const lowest = Math.max(0, selected - shown + 1);
  const highest = Math.max(0, Math.min(selected, total - shown));
  return { selected, top: Math.max(lowest, Math.min(top, Math.max(lowest, highest))) };
}

export function moveList(list: ListState, move: ListMove, size: ListSize): ListState {
  const page = Math.max(1, size.height - 1);
  const half = Math.max(1, Math.floor(size.height / 2));
  const steps: Readonly<Record<ListMove, number>> = {
    up: -1,
    down: 1,
    pageUp: -page,
    pageDown: page,
    halfUp: -half,
    halfDown: half,
    first: Number.NEGATIVE_INFINITY,
    last: Number.POSITIVE_INFINITY,
  };
  const wanted = list.selected + steps[move];
  return selectRow(list, Number.isFinite(wanted) ? wanted : move === 'first' ? 0 : size.total - 1, size);
}

/** The same for a text without a selection: `top` moves, `selected` follows it. */
export function scrollText(list: ListState, move: ListMove, { total, height }: ListSize): ListState {
  const most = Math.max(0, total - height);
  const moved = moveList({ selected: Math.min(list.top, most), top: 0 }, move, { total: most + 1, height });
  return { selected: moved.selected, top: moved.selected };
}
