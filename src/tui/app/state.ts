import type { CoverageRow } from '../../views/view.ts';
import type { IncidentRow } from '../engine/model/incident-row.ts';
import type { Answer, Progress, Topic } from '../engine/protocol.ts';
import type { Binding } from '../keymap/index.ts';
import type { DetailState } from '../screens/detail/state.ts';
import type { FilesState } from '../screens/files/state.ts';
import type { IncidentsState } from '../screens/incidents/state.ts';
import type { LiveScreenState } from '../screens/live/state.ts';
import type { TimelineState } from '../screens/timeline/state.ts';
import type { Size } from '../size.ts';
import type { AmountUnit } from '../text/amounts.ts';
import type { ListState } from '../widgets/list.ts';

export const screenNames = ['incidents', 'detail', 'timeline', 'live', 'files'] as const;
export type ScreenName = (typeof screenNames)[number];

/** What the engine has told so far. */
export interface Found {
  readonly rows: readonly IncidentRow[];
  /** Incidents there are, of which `rows` may be a part that has arrived. */
  readonly total: number;
  readonly final: boolean;
  readonly notes: readonly string[];
  readonly zone: string;
  readonly files: readonly CoverageRow[];
  readonly problems: readonly string[];
  readonly progress: Progress | null;
  readonly failed: { readonly message: string; readonly hint: string | null } | null;
}

/** What is asked of the engine: the newest question of each topic counts. */
export type Answers = {
  readonly [T in Topic]?: {
    readonly key: string;
    readonly answer: Answer<T> | null;
    readonly error: string | null;
  };
};

export const promptNames = ['filter', 'search', 'palette', 'sql'] as const;
export type PromptName = (typeof promptNames)[number];

export interface Prompt {
  readonly type: 'prompt';
  readonly prompt: PromptName;
  readonly text: string;
  /** Place of the cursor, in characters. */
  readonly at: number;
  /** What was there before: Escape brings it back. */
  readonly before: string;
  /** Which completion or which older text is chosen; null: none. */
  readonly choice: number | null;
}

export type Overlay =
  | Prompt
  | { readonly type: 'help'; readonly list: ListState }
  /** `origin`: which of the places is chosen. */
  | { readonly type: 'formula'; readonly list: ListState; readonly origin: number }
  | { readonly type: 'table'; readonly list: ListState; readonly column: number };

export interface Preferences {
  readonly unit: AmountUnit;
  /** Shared pages counted in every process, or only what a process holds alone. */
  readonly shared: boolean;
  /** Who held the memory: those first who grew most. */
  readonly byGrowth: boolean;
  readonly wrap: boolean;
  /** Journal entries as their message. */
  readonly messages: boolean;
  readonly mouse: boolean;
}

export interface Message {
  readonly text: string;
  readonly tone: 'good' | 'warn';
}

/** Corrections of clocks by lane, microseconds. */
export type Clocks = Readonly<Record<string, number>>;

/** Everything the screens show. Nothing else is remembered anywhere. */
export interface App {
  readonly size: Size;
  /** What the inputs are called. */
  readonly title: string;
  readonly screen: ScreenName;
  /** Where one begins, and where `q` leaves. */
  readonly home: ScreenName;
  /** Screens to go back to. */
  readonly trail: readonly ScreenName[];
  readonly found: Found;
  readonly filter: string;
  readonly search: string;
  /** SQL that was run, newest last. */
  readonly queries: readonly string[];
  readonly incidents: IncidentsState;
  readonly detail: DetailState;
  readonly timeline: TimelineState;
  readonly live: LiveScreenState;
  readonly files: FilesState;
  readonly overlay: Overlay | null;
  readonly answers: Answers;
  readonly message: Message | null;
  readonly keymap: readonly Binding[];
  /** What a newcomer should know is on the screen. */
  readonly hint: boolean;
  /** What the user says that the clocks of machines are off, by lane: added to all their times, microseconds. */
  readonly clocks: Clocks;
  readonly preferences: Preferences;
}
