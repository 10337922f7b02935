import { counted, formatBytes, formatCount } from '../../../views/quantities.ts';
import { wrap } from '../../../views/width.ts';
import type { App } from '../../app/state.ts';
import { type Line, line } from '../../text/line.ts';
import { moment } from '../../text/moment.ts';

/** No incident yet, or none at all: then what was read, since "none" is only as good as that. */
export function emptyLines({ found, title }: App, width: number): Line[] {
  const { failed, final, files, progress, problems, notes, zone } = found;
  const say: Say = (text, role) => wrap(text, Math.max(10, width - 4)).map((part) => line(`  ${part}`, role));
  if (failed !== null) {
    return [[], ...say(failed.message, 'danger'), ...(failed.hint === null ? [] : say(failed.hint))];
  }
  if (!final) {
    return [
      [],
      ...say(`reading ${progress?.path ?? title}`, 'title'),
      ...say('incidents show here as they are found; 5 lists the files', 'muted'),
    ];
  }
  if (files.length === 0) return [[], ...nothingRead({ problems, title }, say)];
  const lines = files.reduce((sum, file) => sum + file.lines, 0);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const froms = files.flatMap(({ from, format }) => (from === null || format === null ? [] : [Date.parse(from)]));
  const tos = files.flatMap(({ to, format }) => (to === null || format === null ? [] : [Date.parse(to)]));
  const span =
    froms.length === 0
      ? 'without any time in them'
      : `from ${moment(Math.min(...froms) * 1000, zone)} to ${moment(Math.max(...tos) * 1000, zone)}`;
  return [
    [],
    ...say('No OOM kill, failed allocation or hung task.', 'title'),
    ...say(`Looked at ${counted(files.length, 'file')}, ${counted(lines, 'line')}, ${formatBytes(bytes)}, ${span}.`),
    ...(problems.length > 0
      ? say(`${formatCount(problems.length)} could not be read: 5 says which and why.`, 'warn')
      : say('5 lists the files.', 'muted')),
    ...notes.flatMap((note) => say(`note: ${note}`, 'muted')),
  ];
}

type Say = (text: string, role?: Parameters<typeof line>[1]) => Line[];

/** Problems that are told here; the files screen has them all. */
const mostProblems = 5;

/** Nothing read is no "no incident": what stood in the way, and what to do. */
function nothingRead({ problems, title }: { problems: readonly string[]; title: string }, say: Say): Line[] {
  if (problems.length === 0) return say(`There is nothing to read in ${title}.`, 'title');
  const denied = problems.some((problem) => /permission denied/i.test(problem));
  return [
    ...say('Nothing could be read, so nothing is known.', 'danger'),
    ...problems.slice(0, mostProblems).flatMap((problem) => say(problem, 'warn')),
    ...(denied
      ? [
          [],
          ...say('As root: sudo oomtrail PATH, or sudo journalctl -k -o json | oomtrail -'),
          ...say('For good: sudo usermod -aG adm,systemd-journal USER, then log in anew', 'muted'),
        ]
      : []),
  ];
}
