import type { Plan } from '../cli/plan.ts';
import type { LiveFace } from '../live/face.ts';
import { beginScreens, canShowScreens, printable } from './begin.ts';
import { findKeyboard } from './keyboard.ts';

export interface LiveFaceWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly interrupt: AbortSignal;
}

/** Takes the terminal for a live session, with a first frame at once; null where there is none to take. */
export function takeLiveScreens(plan: Plan, { env, interrupt }: LiveFaceWorld): LiveFace | null {
  const keyboard = findKeyboard(plan.stdinIsTerminal);
  if (keyboard === null || !canShowScreens(env, process.stdout.isTTY)) return null;
  const title = printable(plan.operands.join(' ') || 'this machine');
  const terminal = beginScreens('live', title);
  return {
    // The screens read the session's state; its events are for those who have none.
    outlet: { tell: () => {}, close: async () => {} },
    close: terminal.leave,
    async show(feed, timeline, closing) {
      const [{ createLiveEngine }, { loadScreens }, { gently }] = await Promise.all([
        import('./engine/live-engine.ts'),
        import('./load-screens.ts'),
        import('./gently.ts'),
      ]);
      const live = gently(feed);
      const runScreens = await loadScreens();
      const ending = await runScreens({
        engine: createLiveEngine({ feed: live, timeline, plan, title }),
        terminal,
        keyboard: keyboard.open(),
        title,
        zone: plan.zone ?? plan.machineZone,
        colour: plan.colour,
        ascii: plan.ascii,
        screen: 'live',
        live,
        interrupt: AbortSignal.any([closing, interrupt]),
      });
      // Ctrl-C as a key: the same ending as the signal has.
      if (ending === 'interrupt') process.kill(process.pid, 'SIGINT');
    },
  };
}
