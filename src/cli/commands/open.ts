import type { Command, Context } from '../command.ts';
import type { Outcome } from '../exit-status.ts';
import { done } from '../exit-status.ts';
import type { Plan } from '../plan.ts';
import { usageError } from '../words/args.ts';
import { periodOptions, undatedLogOptions } from '../words/options.ts';
import { withTimelineOperand } from '../words/timeline-operand.ts';

/** The terminal UI. What it needs is loaded after its first frame: that one must be there at once. */
export const open: Command = {
  name: 'open',
  summary: 'Browse the incidents of logs or of a timeline file in the terminal',
  usage: 'open [PATH...] [options]',
  examples: [
    'oomtrail /var/log                    on a terminal, the same as "open"',
    'journalctl -k -o json | oomtrail open -',
    'oomtrail open timeline.db',
  ],
  notes: ['Press "?" there to see the keys.'],
  options: [...periodOptions, ...undatedLogOptions, 'samples', 'db', 'ascii'],
  formats: [],
  operands: { least: 0, most: Number.POSITIVE_INFINITY },
  run: openScreens,
};

async function openScreens(typed: Plan, context: Context): Promise<Outcome> {
  const [{ beginScreens, canShowScreens, printable }, { findKeyboard }] = await Promise.all([
    import('../../tui/terminal/begin.ts'),
    import('../../tui/terminal/keyboard.ts'),
  ]);
  const keyboard = findKeyboard(typed.stdinIsTerminal);
  if (!canShowScreens(context.env, process.stdout.isTTY) || keyboard === null) {
    throw usageError('open needs a terminal', 'Without one: oomtrail analyze PATH...');
  }
  const plan = withTimelineOperand(typed);
  const { operands } = plan;
  const stored = operands.length === 0 ? plan.db : null;
  const inputs = stored !== null ? null : operands.length > 0 ? operands : plan.stdinIsTerminal ? ['/var/log'] : ['-'];
  const title = stored ?? inputs?.join(' ') ?? '';
  const terminal = beginScreens('incidents', title);

  const { startEngine } = await import('../../tui/engine/client.ts');
  const engine = startEngine({ inputs, plan, title });
  const { loadScreens } = await import('../../tui/load-screens.ts');
  const runScreens = await loadScreens();
  const ending = await runScreens({
    engine,
    terminal,
    keyboard: keyboard.open(),
    title: printable(title),
    zone: plan.zone ?? plan.machineZone,
    colour: plan.colour,
    ascii: plan.ascii,
    live: null,
    interrupt: context.interrupt,
  });
  // Ctrl-C as a key: the same ending as the signal has.
  if (ending === 'interrupt') process.kill(process.pid, 'SIGINT');
  if (ending === 'interrupt') await new Promise((resolve) => setTimeout(resolve, 50));
  return done;
}
