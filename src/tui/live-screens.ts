import { startLiveSession } from './engine/session-client.ts';
import { type SessionPlan, type Trouble, taskOf } from './engine/session-protocol.ts';
import { loadScreens } from './load-screens.ts';
import { beginScreens, canShowScreens, printable } from './terminal/begin.ts';
import { findKeyboard } from './terminal/keyboard.ts';

export interface LiveScreensWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly interrupt: AbortSignal;
}

export interface LiveScreensPlan extends SessionPlan {
  readonly stdinIsTerminal: boolean;
  readonly colour: boolean;
  readonly ascii: boolean;
}

/**
 * A live session in a thread of its own, on screens with a first frame at once. Resolves after the last commit: with what
 * the session met, null where it ended as it should.
 */
export async function runLiveScreens(
  plan: LiveScreensPlan,
  { env, interrupt }: LiveScreensWorld,
): Promise<Trouble | 'no-terminal' | null> {
  const keyboard = findKeyboard(plan.stdinIsTerminal);
  if (keyboard === null || !canShowScreens(env, process.stdout.isTTY)) return 'no-terminal';
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
