import type { Outcome } from '../cli/exit-status.ts';
import type { Plan } from '../cli/plan.ts';
import { beginScreens, canShowScreens, printable } from './begin.ts';
import { startLiveSession } from './engine/session-client.ts';
import { type Trouble, taskOf } from './engine/session-protocol.ts';
import { findKeyboard } from './keyboard.ts';
import { loadScreens } from './load-screens.ts';

export interface LiveScreensWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly interrupt: AbortSignal;
}

/**
 * A live session in a thread of its own, on screens with a first frame at once; null where there is no terminal to show them.
 * Resolves after the last commit: with how the session ended, or with what it met.
 */
export async function runLiveScreens(
  plan: Plan,
  { env, interrupt }: LiveScreensWorld,
): Promise<Outcome | Trouble | null> {
  const keyboard = findKeyboard(plan.stdinIsTerminal);
  if (keyboard === null || !canShowScreens(env, process.stdout.isTTY)) return null;
  const title = printable(plan.operands.join(' ') || 'this machine');
  const terminal = beginScreens('live', title);
  const session = startLiveSession(taskOf(plan, title));
  interrupt.addEventListener('abort', session.interrupt);
  if (interrupt.aborted) session.interrupt();
  try {
    const runScreens = await loadScreens();
    const followed = await Promise.race([session.began.then(() => true), session.ended.then(() => false)]);
    if (followed && !session.closing.aborted) {
      const ending = await runScreens({
        engine: session.engine,
        terminal,
        keyboard: keyboard.open(),
        title,
        zone: plan.zone ?? plan.machineZone,
        colour: plan.colour,
        ascii: plan.ascii,
        screen: 'live',
        live: session,
        interrupt: AbortSignal.any([session.closing, interrupt]),
      });
      // Ctrl-C as a key: the same ending as the signal has.
      if (ending === 'interrupt') process.kill(process.pid, 'SIGINT');
    }
    session.leave();
    return await session.ended;
  } finally {
    terminal.leave();
  }
}
