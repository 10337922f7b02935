import type { Pane } from './state.ts';

/** A row of frames: their least height, their share of what is left, and the panes in each. */
export interface PlanRow {
  /** Share of the height that is left after the least heights. */
  readonly share: number;
  readonly least: number;
  readonly slots: readonly { readonly panes: readonly Pane[]; readonly share: number }[];
}

const one = (...names: Pane[]): PlanRow['slots'] => [{ panes: names, share: 1 }];

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
      slots: [
        { panes: ['evidence'], share: 0.5 },
        { panes: ['held', 'memory', 'log'], share: 0.5 },
      ],
    },
    { least: 8, share: 0.4, slots: one('chart') },
  ],
  large: [
    { least: 7, share: 0.2, slots: one('verdict') },
    {
      least: 8,
      share: 0.3,
      slots: [
        { panes: ['evidence'], share: 0.52 },
        { panes: ['held'], share: 0.48 },
      ],
    },
    {
      least: 9,
      share: 0.3,
      slots: [
        { panes: ['chart'], share: 0.64 },
        { panes: ['memory'], share: 0.36 },
      ],
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
      slots: [
        { panes: ['evidence'], share: 0.5 },
        { panes: ['held', 'memory', 'chart'], share: 0.5 },
      ],
    },
    { least: 6, share: 0.4, slots: one('log') },
  ],
  large: [
    { least: 7, share: 0.2, slots: one('verdict') },
    {
      least: 8,
      share: 0.3,
      slots: [
        { panes: ['evidence'], share: 0.52 },
        { panes: ['held', 'chart'], share: 0.48 },
      ],
    },
    {
      least: 9,
      share: 0.5,
      slots: [
        { panes: ['log'], share: 0.64 },
        { panes: ['memory'], share: 0.36 },
      ],
    },
  ],
};
