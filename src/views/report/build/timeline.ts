import type { KernelRecord } from '../../../../parsers/model/record.ts';
import { systemSeries } from '../../../diagnosis/history.ts';
import { formatBytes, formatSpan } from '../../quantities.ts';
import type { Dossier, Place } from '../dossier.ts';
import type { Mark, MarkKind, Statement } from '../model.ts';
import { secondsOf, secondsOfSample } from './clock.ts';
import { say } from './reference.ts';
import { unitOomText, unitSignalText } from './unit-texts.ts';

const mostMarks = 60;
/** Shares of RAM below which memory is short, as monitoring usually has it. */
const low = { warning: 0.2, critical: 0.1 } as const;
/** Of all swap. */
const swapUsedUp = 0.02;

/** What happened, in order of time: records, thresholds that samples crossed, restarts. */
export function timelineOf(dossier: Dossier): { readonly marks: readonly Mark[]; readonly leftOut: number } {
  const all = [
    ...dossier.exhibit.records.flatMap((record) => marksOf(record, dossier)),
    ...crossings(dossier),
    ...returns(dossier),
  ]
    .filter(
      (mark, index, list) =>
        list.findIndex((other) => other.text === mark.text && Math.abs(other.seconds - mark.seconds) < 0.001) === index,
    )
    .sort((a, b) => a.seconds - b.seconds);
  return { marks: all.slice(0, mostMarks), leftOut: Math.max(0, all.length - mostMarks) };
}

function mark(kind: MarkKind, seconds: number, statement: Statement): Mark {
  return { kind, seconds: Number(seconds.toFixed(3)), ...statement };
}

function marksOf(record: KernelRecord, dossier: Dossier): Mark[] {
  const seconds = secondsOf(record, dossier);
  if (seconds === null) return [];
  const place = record.source;
  const one = (kind: MarkKind, text: string): Mark[] => [mark(kind, seconds, say(text, place))];
  switch (record.kind) {
    case 'oom-kill':
      if (record.victims.length === 0)
        return one(
          'kill',
          `the OOM killer ran: ${record.outcome === 'no-killable' ? 'nothing could be killed' : record.outcome}`,
        );
      return record.victims.map(({ comm, pid, anonRssBytes }) =>
        mark(
          'kill',
          seconds,
          say(
            `${comm} (pid ${pid}) killed${anonRssBytes === null ? '' : `, ${formatBytes(anonRssBytes)} anonymous`}`,
            place,
          ),
        ),
      );
    case 'userspace-kill':
      return one(
        'kill',
        `${record.killer} killed ${record.victims.map(({ comm, cgroup, pod }) => comm ?? pod ?? cgroup ?? 'a process').join(', ') || 'a process'}`,
      );
    case 'alloc-failure':
      return one(
        'failure',
        `allocation failed for ${record.comm ?? 'the kernel'}${record.order === null ? '' : `, order ${record.order}`}`,
      );
    case 'hung-task':
      return one(
        'hang',
        `${record.comm} (pid ${record.pid}) blocked${record.blockedSeconds === null ? '' : ` for ${formatSpan(record.blockedSeconds)}`}`,
      );
    case 'stall':
      return one('hang', `${record.variant.replace('-', ' ')}${record.comm === null ? '' : ` in ${record.comm}`}`);
    case 'unit-oom':
      return one('unit', unitOomText(record));
    case 'unit-signal-kill':
      return one('unit', unitSignalText(record));
    case 'app-oom':
      return one('warning', `${record.comm ?? record.runtime} ran out of its own memory`);
    case 'fork-refused':
      return one('warning', `fork refused${record.cgroup === null ? '' : ` in ${record.cgroup}`}`);
  }
}

/** When samples crossed what monitoring would warn of, for the last time before the event. */
function crossings(dossier: Dossier): Mark[] {
  const { history, states } = dossier.exhibit;
  if (history === null) return [];
  const marks: Mark[] = [];
  const total = states.at(-1)?.totalBytes ?? systemSeries(history, 'memTotalBytes')?.points.at(-1)?.value ?? null;
  const available = systemSeries(history, 'memAvailableBytes');
  const crossed = (
    below: (value: number) => boolean,
    metric: typeof available,
  ): { atUs: number; source: Place } | null => {
    const points = metric?.points.filter(({ atUs }) => atUs <= history.eventUs) ?? [];
    let first = points.length;
    while (first > 0 && below(points[first - 1]?.value ?? Number.NaN)) first -= 1;
    return first > 0 ? (points[first] ?? null) : null;
  };
  if (total !== null) {
    for (const [share, word] of [
      [low.warning, '20 %'],
      [low.critical, '10 %'],
    ] as const) {
      const at = crossed((value) => value < total * share, available);
      if (at)
        marks.push(
          mark(
            'warning',
            secondsOfSample(at.atUs, dossier),
            say(`available memory below ${word} of RAM from here on`, at.source),
          ),
        );
    }
  }
  const swapTotal = systemSeries(history, 'swapTotalBytes')?.points.at(-1)?.value ?? 0;
  const swap = crossed((value) => value < swapTotal * swapUsedUp, systemSeries(history, 'swapFreeBytes'));
  if (swapTotal > 0 && swap)
    marks.push(mark('warning', secondsOfSample(swap.atUs, dossier), say('swap used up from here on', swap.source)));
  return marks;
}

function returns({ restarts }: Dossier): Mark[] {
  return restarts.map(({ name, outcome, heldBack, seconds, downSeconds, place }) => {
    const text = {
      started: `${name} started again, ${formatSpan(downSeconds)} after it ended`,
      'held-back': `${name} is held back from starting again${heldBack === null ? '' : ` for ${heldBack}`}`,
      'given-up': `${name} is not started again: it ended too often`,
    }[outcome];
    return mark(outcome === 'started' ? 'restart' : 'warning', seconds, say(text, place));
  });
}
