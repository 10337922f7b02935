import type { Pane } from './state.ts';

/** A row of frames: their least height, their share of what is left, and the panes in each. */
export interface PlanRow {
  /** Share of the height that is left after the least heights. */
  readonly share: number;
  readonly least: number;
  readonly slots: readonly { readonly panes: readonly Pane[]; readonly share: number }[];
}

const one = (...names: Pane[]): PlanRow['slots'] => [{ panes: names, share: 1 }];

/** Two frames beside each other, the left one with this share of the width. */
const two = (share: number, left: readonly Pane[], right: readonly Pane[]): PlanRow['slots'] => [
  { panes: left, share },
  { panes: right, share: 1 - share },
];

type Plans = Readonly<Record<'small' | 'medium' | 'large', readonly PlanRow[]>>;

export const plans: Plans = {
  small: [
    { least: 6, share: 0.2, slots: one('verdict') },
    { least: 8, share: 0.3, slots: one('chart') },
    { least: 7, share: 0.5, slots: one('evidence', 'held', 'memory', 'log') },
  ],
  medium: [
    { least: 7, share: 0.2, slots: one('verdict') },
    {
      least: 6,
      share: 0.4,
      slots: two(0.5, ['evidence'], ['held', 'memory', 'log']),
    },
    { least: 8, share: 0.4, slots: one('chart') },
  ],
  large: [
    { least: 7, share: 0.2, slots: one('verdict') },
    {
      least: 8,
      share: 0.3,
      slots: two(0.52, ['evidence'], ['held']),
    },
    {
      least: 9,
      share: 0.3,
      slots: two(0.64, ['chart'], ['memory']),
    },
    { least: 6, share: 0.2, slots: one('log') },
  ],
};

/** Without samples there is no curve: the log has its place, and the chart is a tab that says why. */
export const plansWithoutSamples: Plans = {
  small: [
    { least: 6, share: 0.5, slots: one('verdict') },
    { least: 6, share: 0.5, slots: one('evidence', 'held', 'memory', 'log', 'chart') },
  ],
  medium: [
    { least: 7, share: 0.2, slots: one('verdict') },
    {
      least: 6,
      share: 0.4,
      slots: two(0.5, ['evidence'], ['held', 'memory', 'chart']),
    },
    { least: 6, share: 0.4, slots: one('log') },
  ],
  large: [
    { least: 7, share: 0.2, slots: one('verdict') },
    {
      least: 8,
      share: 0.3,
      slots: two(0.52, ['evidence'], ['held', 'chart']),
    },
    {
      least: 9,
      share: 0.5,
      slots: two(0.64, ['log'], ['memory']),
    },
  ],
};
