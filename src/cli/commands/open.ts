import { usageError } from '../args.ts';
import type { Command, Context } from '../command.ts';
import type { Outcome } from '../exit-status.ts';
import { done } from '../exit-status.ts';
import type { Plan } from '../plan.ts';

/** The terminal UI. What it needs is loaded after its first frame: that one must be there at once. */
export const open: Command = {
  name: 'open',
  summary: 'Walk through the incidents in the terminal, or a timeline file',
  usage: 'open [PATH...] [options]',
  examples: [
    'oomtrail /var/log                    on a terminal, the same as "open"',
    'journalctl -k -o json | oomtrail open -',
    'oomtrail open timeline.db',
  ],
  notes: ['In it, "?" shows the keys.'],
  options: ['since', 'until', 'tz', 'year', 'page-size', 'samples', 'db', 'ascii'],
  formats: [],
  operands: { least: 0, most: Number.POSITIVE_INFINITY },
  run: openScreens,
};

async function openScreens(plan: Plan, context: Context): Promise<Outcome> {
  const [{ beginScreens, canShowScreens, printable }, { findKeyboard }, { isTimelineFile }] = await Promise.all([
    import('../../tui/begin.ts'),
    import('../../tui/keyboard.ts'),
    import('../../tui/timeline-file.ts'),
  ]);
  const keyboard = findKeyboard(plan.stdinIsTerminal);
  if (!canShowScreens(context.env, process.stdout.isTTY) || keyboard === null) {
    throw usageError('open needs a terminal', 'Without one: oomtrail analyze PATH...');
  }
  const { operands } = plan;
  const [only] = operands;
  const stored =
    operands.length === 1 && only !== undefined && isTimelineFile(only) ? only : operands.length === 0 ? plan.db : null;
  const inputs = stored !== null ? null : operands.length > 0 ? operands : plan.stdinIsTerminal ? ['/var/log'] : ['-'];
  const title = stored ?? inputs?.join(' ') ?? '';
  const terminal = beginScreens('incidents', title);

  const { startEngine } = await import('../../tui/engine/client.ts');
  const engine = startEngine({ inputs, plan: stored === null ? plan : { ...plan, db: stored }, title });
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
