import { defineFormat } from './define-format.ts';
import { noTime } from './moment/moments.ts';
import { parseTimeField } from './moment/time-field.ts';
import { isMeasurement, readMeasurement } from './names/measurement.ts';
import { spanOf, toSample } from './sample-draft.ts';

/**
 * InfluxDB line protocol as telegraf writes it: `mem,host=a available=123i 1763631300000000000`. The time is nanoseconds,
 * or coarser by its number of digits.
 */
export const influxLine = defineFormat({
  name: 'influx-line',
  samples: [
    [
      'mem,host=a available=2298032128i,total=25276510208i,used_percent=3.1 1763631300000000000',
      'procstat,host=a,process_name=java memory_rss=1263616000i,pid=812i 1763631300000000000',
    ].join('\n'),
  ],
  open: ({ moments }) => ({
    longLines: true,
    close() {},
    read(line, text, sink) {
      const name = /^([a-z_]+)[, ]/.exec(text)?.[1];
      if (!name || !isMeasurement(name)) return 'foreign';
      const parts = splitUnescaped(text, ' ');
      const [head, fieldText, time] = parts;
      if (!head || !fieldText?.includes('=') || parts.length > 3) return 'foreign';
      const tags = pairs(head).slice(1);
      const fields = pairs(fieldText).map(([key, value]) => [key, fieldValue(value)] as const);
      const measured = readMeasurement({ name, tags: Object.fromEntries(tags), fields: Object.fromEntries(fields) });
      const field = time === undefined ? null : parseTimeField(time);
      if (time !== undefined && !(field && 'stamp' in field)) {
        sink.reject(line, 'unreadable time');
        return 'claimed';
      }
      if (!measured) return 'claimed';
      const stamped =
        field && 'stamp' in field ? { ...noTime, stamp: field.stamp, stampBasis: 'written' as const } : null;
      const at = stamped ?? moments.date('influx-line');
      sink.sample(toSample({ format: 'influx-line', span: spanOf(line), time: at, ...measured, quantumBytes: 1 }));
      return 'claimed';
    },
  }),
});

function splitUnescaped(text: string, separator: string): string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '\\') {
      part += text.charAt(at + 1);
      at += 1;
    } else if (char === '"') quoted = !quoted;
    else if (char === separator && !quoted) {
      parts.push(part);
      part = '';
    } else part += char;
  }
  parts.push(part);
  return parts;
}

function pairs(text: string): [string, string][] {
  return splitUnescaped(text, ',').map((pair) => {
    const equals = pair.indexOf('=');
    return equals === -1 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
  });
}

/** `123i`, `123u`, `1.5`; null for booleans and strings. */
function fieldValue(text: string): number | null {
  return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?[iu]?$/i.test(text) ? Number(text.replace(/[iu]$/, '')) : null;
}
