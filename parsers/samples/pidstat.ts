import type { Line } from '../model/line.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import { parseTimeOfDay, withMeridiem } from './moment/date-text.ts';
import { createDayClock, type DayClock } from './moment/day-clock.ts';
import { epochStamp } from './moment/marker.ts';
import { type BlockTime, noTime } from './moment/moments.ts';
import { bannerDay, type SysstatBanner } from './moment/sysstat-banner.ts';
import { type Metrics, spanOf, toSample } from './sample-draft.ts';
import { commOfEither } from './text/comm.ts';
import { parseDecimal, parseUint, words } from './text/numbers.ts';

/**
 * `pidstat -r`, also with -h (one heading with `# Time`, epochs in older versions), -l and 12-hour times. Sizes in KiB. Rows of
 * averages give no sample.
 *
 * Source: sysstat pidstat.c (`write_pid_task_memory_stats`).
 */
export const pidstat = defineFormat({
  name: 'pidstat',
  samples: [
    [
      'Linux 6.18.44 (vm) \t11/20/26 \t_x86_64_\t(2 CPU)',
      '',
      '09:39:42      UID       PID  minflt/s  majflt/s     VSZ     RSS   %MEM  Command',
      '09:39:43        0       812      4.00      0.00  412044  126044   0.52  java',
    ].join('\n'),
  ],
  open: readPidstat,
});

interface Table {
  readonly names: readonly string[];
  readonly twelveHours: boolean;
}

function readPidstat({ moments }: FormatContext): BlockReader {
  let table: Table | null = null;
  let banner: SysstatBanner | null = null;
  let clock: DayClock = createDayClock();
  let guessed = false;
  /** The rows that follow are of an activity without memory. */
  let isOther = false;
  let lastTime: { readonly text: string; readonly time: BlockTime } | null = null;

  function timeOf(text: string, meridiem: string | null, twelveHours: boolean): BlockTime | null {
    if (moments.banner !== banner) {
      banner = moments.banner;
      clock = createDayClock();
      const day = banner && bannerDay(banner, twelveHours);
      if (day) clock.on(day.us, null);
      guessed = day?.guessed ?? false;
      lastTime = null;
    }
    const key = `${text} ${meridiem ?? ''}`;
    if (lastTime?.text === key) return lastTime.time;
    const time = readTime(text, meridiem);
    if (time) lastTime = { text: key, time };
    return time;
  }

  function readTime(text: string, meridiem: string | null): BlockTime | null {
    const host = banner?.host ?? null;
    if (/^\d{10}$/.test(text)) return { ...noTime, stamp: epochStamp(text, ''), stampBasis: 'written', host };
    const written = parseTimeOfDay(text);
    const time = written && meridiem ? withMeridiem(written, meridiem === 'AM' ? 'am' : 'pm') : written;
    if (!time) return null;
    const { stamp, sinceMidnightUs } = clock.at(time);
    return { ...noTime, stamp, stampBasis: stamp && (guessed ? 'derived' : 'written'), sinceMidnightUs, host };
  }

  function headingOf(line: Line, text: string): Table | null {
    const names = words(text.replace(/^#\s*Time\b/, '00:00:00'));
    const twelveHours = names[1] === 'AM' || names[1] === 'PM';
    const rest = names.slice(twelveHours ? 2 : 1);
    if (rest[1] !== 'PID' && rest[0] !== 'PID') return null;
    if (!rest.includes('RSS') || rest.at(-1) !== 'Command' || line.cut) return null;
    return { names: rest, twelveHours };
  }

  return {
    byRow: true,
    blank: 'part',
    close() {
      table = null;
      isOther = false;
    },
    read(line, text, sink) {
      if (text.includes(' PID ') && text.trimEnd().endsWith('Command')) {
        const heading = headingOf(line, text);
        if (heading) {
          table = heading;
          isOther = false;
          return 'claimed';
        }
        // Of -ru: another activity of the same processes.
        if (moments.banner && /^\d\d:\d\d:\d\d |^\S+: /.test(text)) {
          table = null;
          isOther = true;
          return 'claimed';
        }
      }
      if (!table && isOther && /^(?:\d\d:\d\d:\d\d|[^\d\s#]\S*:) /.test(text)) return 'claimed';
      if (!table) return 'foreign';
      if (/^[^\d\s#]\S* ?:/.test(text)) return 'claimed';
      const fields = words(text);
      const first = fields[0] ?? '';
      if (!/^\d[\d:]+$/.test(first)) return 'foreign';
      const meridiem = fields[1] === 'AM' || fields[1] === 'PM' ? fields[1] : null;
      const values = fields.slice(meridiem ? 2 : 1);
      const time = timeOf(first, meridiem, table.twelveHours);
      const row = time && rowOf(values, table.names);
      if (!time || !row) {
        sink.reject(line, 'row does not fit its heading');
        return 'claimed';
      }
      if (row.metrics.virtualBytes === 0) return 'claimed';
      sink.sample(
        toSample({ format: 'pidstat', span: spanOf(line), time, scope: 'process', ...row, quantumBytes: 1024 }),
      );
      return 'claimed';
    },
  };
}

function rowOf(
  values: readonly string[],
  names: readonly string[],
): { pid: number; comm: string | null; metrics: Metrics } | null {
  if (values.length < names.length) return null;
  let pid = -1;
  const metrics: Metrics = {};
  for (const [index, name] of names.slice(0, -1).entries()) {
    const text = values[index] as string;
    if (name === 'PID') pid = parseUint(text, 0, text.length);
    else if (name === 'VSZ' || name === 'RSS') {
      const value = parseUint(text, 0, text.length);
      if (value === -1) return null;
      metrics[name === 'RSS' ? 'rssBytes' : 'virtualBytes'] = value * 1024;
    } else if (name === 'minflt/s' || name === 'majflt/s' || name === '%MEM') {
      const value = parseDecimal(text.replace('%', ''), 'unknown');
      if (!(value >= 0)) return null;
      metrics[
        { 'minflt/s': 'minorFaultsPerSecond', 'majflt/s': 'majorFaultsPerSecond', '%MEM': 'memoryPercent' }[name]
      ] = value;
    }
  }
  const command = values
    .slice(names.length - 1)
    .join(' ')
    .replace(/^\|__/, '');
  return pid > 0 ? { pid, comm: commOfEither(command), metrics } : null;
}
