import { defineFormat } from './define-format.ts';
import { isObject, type JsonObject } from './json/object-facts.ts';
import { readObject } from './json/read-object.ts';
import type { BlockTime } from './moment/moments.ts';
import { noTime } from './moment/moments.ts';
import { parseTimeField } from './moment/time-field.ts';
import { spanOf, toSample } from './sample-draft.ts';
import { decodeUtf8 } from './text/decode.ts';

/**
 * JSON lines, one object with memory in it a line: telegraf, metricbeat, Docker's stats API, psutil, Node, and home-made
 * objects with telling names. Journal lines and other logs are foreign.
 */
export const jsonl = defineFormat({
  name: 'jsonl',
  samples: [
    '{"fields":{"available":2298032128,"total":25276510208},"name":"mem","tags":{"host":"a"},"timestamp":1763631300}',
    '{"@timestamp":"2026-11-20T09:35:43.000Z","host":{"name":"a"},"system":{"memory":{"total":25276510208,"free":123}}}',
    '{"time":"2026-11-20T09:35:43Z","rss":48234496,"heapTotal":6537216,"heapUsed":5012344,"external":1048576}',
    '{"read":"2026-11-20T09:35:43.1Z","name":"/api","memory_stats":{"usage":34279424,"limit":134217728}}',
  ],
  open: ({ moments }) => {
    let claimedBefore = false;

    function timeIn(object: JsonObject): BlockTime | null {
      for (const name of ['@timestamp', 'timestamp', 'time', 'ts', 'date', 'datetime', 'read']) {
        const value = object[name];
        if (typeof value !== 'string' && typeof value !== 'number') continue;
        const field = parseTimeField(String(value));
        if (field && 'stamp' in field) return { ...noTime, stamp: field.stamp, stampBasis: 'written' };
      }
      return null;
    }

    return {
      longLines: true,
      close() {},
      read(line, text, sink) {
        const start = text.charCodeAt(0) === 0x20 ? text.trimStart() : text;
        if (start.charCodeAt(0) !== 0x7b) return 'foreign';
        if (!isComplete(start)) {
          if (!claimedBefore) return 'foreign';
          sink.reject(line, 'broken JSON');
          return 'claimed';
        }
        if (isLogRecord(start)) return 'foreign';
        const object = parseObject(start);
        const written = object && timeIn(object);
        const facts = object ? readObject(object, written !== null) : [];
        if (!object || facts.length === 0) {
          if (!claimedBefore || object) return 'foreign';
          sink.reject(line, 'broken JSON');
          return 'claimed';
        }
        claimedBefore = true;
        const time = written ?? moments.date('jsonl');
        for (const each of facts)
          sink.sample(toSample({ format: 'jsonl', span: spanOf(line), time, ...each, quantumBytes: 1 }));
        return 'claimed';
      },
    };
  },
});

/** Journal exports and container logs carry a message: their numbers are no samples. */
function isLogRecord(text: string): boolean {
  return /"(?:MESSAGE|__CURSOR|__REALTIME_TIMESTAMP|log|stream)"\s*:/.test(text);
}

function isComplete(text: string): boolean {
  return /\}[\s,]*$/.test(text);
}

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(decodeUtf8(text.replace(/[\s,]+$/, '')));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
