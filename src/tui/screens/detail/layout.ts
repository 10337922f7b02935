import { bodySize, type Size, sizeClass } from '../../size.ts';
import { type PlanRow, plans, plansWithoutSamples } from './plans.ts';
import type { DetailState, Pane } from './state.ts';
import { focusOf, panes } from './state.ts';

/** One frame on the screen; several panes in it are tabs, and `shown` is the one that is seen. */
export interface Slot extends Size {
  readonly panes: readonly Pane[];
  readonly shown: Pane;
}

/** Rows of frames from top to bottom, each from left to right. */
export type DetailLayout = readonly (readonly Slot[])[];

/** What of the app says where the panes are. */
export interface LaidOut {
  readonly size: Size;
  readonly detail: DetailState;
  /** Panes that have nothing to show for this incident. */
  readonly bare: ReadonlySet<Pane>;
}

/** Where the panes are. The frames fill the body exactly, however big it is. */
export function detailLayout({ size, detail: state, bare }: LaidOut): DetailLayout {
  const body = bodySize(size);
  const kind = sizeClass(size);
  if (state.enlarged) return [[{ ...body, panes: ['log'], shown: 'log' }]];
  if (kind === 'tiny') return [[{ ...body, panes, shown: focusOf(state) }]];
  const rows = planOf(body, kind, bare);
  const spare = Math.max(0, body.rows - leastOf(rows));
  let left = body.rows;
  return rows.map((row, index) => {
    const height = index === rows.length - 1 ? left : Math.min(left, row.least + Math.floor(spare * row.share));
    left -= height;
    return slotsOf(row, { columns: body.columns, rows: height }, { state, bare });
  });
}

const leastOf = (rows: readonly PlanRow[]): number => rows.reduce((sum, { least }) => sum + least, 0);

/** Where the chart has no room of its own, or nothing to show, it is a tab. */
function planOf(body: Size, kind: keyof typeof plans, bare: ReadonlySet<Pane>): readonly PlanRow[] {
  const whole = plans[kind];
  return bare.has('chart') || body.rows < leastOf(whole) - 2 ? plansWithoutSamples[kind] : whole;
}

function slotsOf(
  { slots }: PlanRow,
  { columns, rows }: Size,
  { state, bare }: { readonly state: DetailState; readonly bare: ReadonlySet<Pane> },
): readonly Slot[] {
  // What is empty stays behind the others, unless the user goes there.
  const recent = [
    focusOf(state),
    ...state.recent.filter((pane) => !bare.has(pane)),
    ...state.recent.filter((pane) => bare.has(pane)),
  ];
  let left = columns;
  return slots.map(({ panes: names, share }, index) => {
    const width = index === slots.length - 1 ? left : Math.floor(columns * share);
    left -= width;
    const shown = recent.find((pane) => names.includes(pane)) ?? names[0] ?? 'verdict';
    return { columns: width, rows, panes: names, shown };
  });
}

/** The frame that holds a pane, whether it is shown or a tab behind. */
export function slotOf(layout: DetailLayout, pane: Pane): Slot | null {
  return layout.flat().find(({ panes: names }) => names.includes(pane)) ?? null;
}

/** The order of Tab: as the panes stand on the screen. */
export const paneOrder = (layout: DetailLayout): readonly Pane[] => layout.flat().flatMap(({ panes: names }) => names);
