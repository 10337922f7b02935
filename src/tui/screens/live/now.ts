import type { MemoryNow, SourceState } from '../../../live/live-state.ts';
import { formatBytes, formatCount, formatSpan } from '../../../views/quantities.ts';
import { cleanText } from '../../../views/sanitize.ts';
import type { LiveShown } from '../../engine/model/live-shown.ts';
import { type Line, line, piece } from '../../text/line.ts';
import type { Theme } from '../../theme.ts';
import { sparkline } from '../../widgets/chart/steps.ts';
import { liveRoles } from './theme.ts';

/** A source, what it does, and what of it was lost. */
export function sourceLine(source: SourceState): Line {
  const { name, state, message, lost, lostIsLeast, behindBytes } = source;
  const gone = lost === 0 ? '' : `, ${lostIsLeast ? 'at least ' : ''}${formatCount(lost)} lost`;
  const late = behindBytes === null || behindBytes < 65_536 ? '' : `, ${formatBytes(behindBytes)} behind`;
  const said = message === null ? '' : `: ${cleanText(message)}`;
  return [piece(`  ${cleanText(name)} `), piece(`${state}${late}${gone}${said}`, liveRoles.source(source))];
}

function memoryText(memory: MemoryNow, width: number): string {
  const { availableBytes, totalBytes, swapFreeBytes, swapTotalBytes, psiSomePercent, psiFullPercent } = memory;
  const share = `${Math.round((availableBytes / Math.max(1, totalBytes)) * 100)} %`;
  const available = `available ${formatBytes(availableBytes)} of ${formatBytes(totalBytes)}, ${share}`;
  if (width < 60) return available;
  const swap =
    swapTotalBytes === 0 ? 'no swap' : `swap free ${formatBytes(swapFreeBytes)} of ${formatBytes(swapTotalBytes)}`;
  if (psiSomePercent === null) return `${available}   ${swap}`;
  const [some, full] = [psiSomePercent.toFixed(0), (psiFullPercent ?? 0).toFixed(0)];
  const gap = width < 90 ? '  ' : '   ';
  const psi = width < 90 ? `PSI ${some}/${full} %` : `PSI some ${some} % full ${full} %`;
  return [available, swap, psi].join(gap);
}

/** When memory ends at this slope; null where nothing says it will. */
function forecastText({ exhaustionSeconds }: MemoryNow, width: number): string | null {
  if (exhaustionSeconds === null) return null;
  const { least, most } = exhaustionSeconds;
  const until = most === null ? ' at the earliest' : ` to ${formatSpan(Math.round(most))}`;
  const what = width < 90 ? 'memory runs out' : 'at this slope memory and swap run out';
  return `${what} in ${formatSpan(Math.round(least))}${until}`;
}

const warningRole = { clear: 'strong', low: 'warn', critical: 'danger' } as const;

/** A slope alone is no alarm: most end before memory does. */
const forecastLine = (text: string, warning: LiveShown['warning']): Line =>
  warning === 'clear' ? line(text, 'muted') : line(`! ${text}`, 'danger');

/** What memory does: the numbers, the last ten minutes as a curve, and how long it lasts. */
export function nowLines(
  { memory, recent, growers, warning, samples }: LiveShown,
  width: number,
  theme: Theme,
): Line[] {
  if (memory === null)
    return [line(samples ? 'memory is not measured yet' : 'memory is not measured (--no-sampler)', 'muted')];
  const forecast = forecastText(memory, width);
  const fastest = growers.find(({ bytesPerMinute }) => bytesPerMinute !== null && bytesPerMinute > 0);
  const who =
    forecast === null || fastest === undefined
      ? ''
      : `   fastest: ${cleanText(fastest.name)} +${formatBytes(fastest.bytesPerMinute ?? 0)}/min`;
  const curve = recent.slice(-width).map(({ availableBytes }) => availableBytes);
  return [
    line(memoryText(memory, width), warningRole[warning]),
    ...(forecast === null ? [] : [forecastLine(`${forecast}${width < 60 ? '' : who}`, warning)]),
    ...(curve.length === 0 ? [] : [line(sparkline(curve, memory.totalBytes, theme.ascii), 'accent')]),
    ...(forecast !== null || curve.length < 2
      ? []
      : [line('available memory, newest at the right; nothing says it will run out', 'muted')]),
  ];
}
