import type { FrameReader, Framing } from './framing.ts';
import { emitJournalObject } from './journal-json.ts';
import { spanOf, textOf } from './parts/entry.ts';
import { exportedEntries } from './parts/exported-entry.ts';
import { isObject, parseJson, parseObject } from './parts/json.ts';
import { listedEntries } from './parts/listed-entries.ts';
import { prettyObjects } from './parts/pretty-object.ts';
import { shareClaimed } from './parts/sniff.ts';
import { decodeUtf8 } from './parts/utf8.ts';
import { wholeLineReaders } from './parts/whole-line.ts';

/**
 * What log stores and `kubectl get events -o json` give out: an object for each entry, on a line of its own or pretty-printed
 * in an array, or all in one line (Google's Cloud Logging, CloudWatch, Elasticsearch, Loki, Splunk, fluentd). See `exportedEntries`.
 *
 * Writer: as the line inside says; one that is no line of a syslog is a program's, unless the export names the kernel.
 */
export const jsonExport: Framing = {
  name: 'json-export',
  samples: [
    '{"timestamp":1781361338123,"message":"Jun 13 14:35:38 web01 kernel: [  608.218483] Mem-Info:"}',
    '{"textPayload":"[  608.218483] Mem-Info:","timestamp":"2026-06-13T14:35:38.123456Z","logName":"projects/a/logs/serial"}',
    '{"_source":{"@timestamp":"2026-06-13T14:35:38.123Z","message":"Mem-Info:","process":{"name":"kernel"}}}',
    '    {',
  ],
  lookBehindLines: 96,
  showsWriter: false,
  needles: [],
  mark: /\{\s*"/,
  // Other JSON has the same braces.
  sniff: (lines) => shareClaimed(lines, jsonExport.reader(), { mustEmit: true }),
  reader,
};

/** An object, a list of them, or an object that is an item of YAML. */
const oneLine = /^(?:- )?\{ ?"|^\[ ?\{/;

function reader(): FrameReader {
  const pretty = prettyObjects();
  const emitEntry = exportedEntries(wholeLineReaders());
  const emitAny: typeof emitEntry = (span, object, emit) =>
    emitJournalObject(span, object, emit) || emitEntry(span, object, emit);

  return {
    get holding() {
      return pretty.holding;
    },
    read(line, emit) {
      const text = textOf(line);
      if (!pretty.holding && oneLine.test(text)) {
        const value = line.cut ? undefined : parseJson(decodeUtf8(text.replace(/^- |,\s*$/g, '')));
        let isEntry = false;
        for (const object of listedEntries(value) ?? (isObject(value) ? [value] : []))
          isEntry = emitAny(spanOf(line), object, emit) || isEntry;
        return isEntry;
      }
      const taken = pretty.take(line, text);
      if (typeof taken === 'boolean') return taken;
      const object = parseObject(decodeUtf8(taken.text));
      if (object !== null) emitAny(taken.span, object, emit);
      return true;
    },
    jump: () => pretty.forget(),
    end: () => pretty.forget(),
  };
}
