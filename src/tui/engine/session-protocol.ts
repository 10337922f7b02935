import type { ExaminationPlan } from '../../examination/plan.ts';
import type { LivePlan } from '../../live/plan.ts';
import type { LiveShown } from './model/live-shown.ts';
import type { FromEngine, ToEngine } from './protocol.ts';

/** What crosses between the screens and a live session, which follows, stores and judges in a thread of its own. */

/** What a session follows, and how its timeline is examined. */
export type SessionPlan = LivePlan & ExaminationPlan;

/** What the session is started with. Addresses cross as text. */
export interface SessionTask {
  readonly plan: Omit<SessionPlan, 'live'> & {
    readonly live: Omit<SessionPlan['live'], 'webhook' | 'prometheus'> & {
      readonly webhook: string | null;
      readonly prometheus: string | null;
    };
  };
  readonly title: string;
}

/** Why a session could not begin or go on, as the `KnownError` it was; `exitCode` null: a bug, with its stack. */
export interface Trouble {
  readonly message: string;
  readonly exitCode: number | null;
  readonly hint: string | null;
}

export type FromSession =
  | FromEngine
  /** It follows now; more states come as things change. */
  | { readonly type: 'state'; readonly state: LiveShown }
  /** It ends by itself: the screens close. */
  | { readonly type: 'closing' }
  | { readonly type: 'ended' }
  | { readonly type: 'broke'; readonly trouble: Trouble };

export type ToSession =
  | ToEngine
  /** The user left the screens. */
  | { readonly type: 'leave' }
  /** SIGINT or SIGTERM reached the process. */
  | { readonly type: 'interrupt' };

export function taskOf(plan: SessionPlan, title: string): SessionTask {
  const { webhook, prometheus } = plan.live;
  const live = { ...plan.live, webhook: webhook?.href ?? null, prometheus: prometheus?.href ?? null };
  return { plan: { ...plan, live }, title };
}

export function planOf({ plan }: SessionTask): SessionPlan {
  const { webhook, prometheus } = plan.live;
  const url = (href: string | null): URL | null => (href === null ? null : new URL(href));
  return { ...plan, live: { ...plan.live, webhook: url(webhook), prometheus: url(prometheus) } };
}
