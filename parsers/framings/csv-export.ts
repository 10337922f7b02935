import type { FrameReader, Framing } from './framing.ts';
import { cellsOf, csvRows } from './parts/csv-rows.ts';
import { textOf } from './parts/entry.ts';
import { exportedEntries } from './parts/exported-entry.ts';
import { pageTimes } from './parts/page-time.ts';
import { decodeUtf8 } from './parts/utf8.ts';
import { wholeLineReaders } from './parts/whole-line.ts';

/** Names that columns have, in lower case, under those that `exportedEntries` knows. */
const columnNames: Readonly<Record<string, readonly string[]>> = {
  line: [
    'message',
    '@message',
    'content',
    'syslogmessage',
    '_raw',
    'line',
    'textpayload',
    'jsonpayload.message',
    'short_message',
    'log message',
    'log',
    'msg',
  ],
  timestamp: ['timestamp', '@timestamp', '_time', 'date', 'time', 'timegenerated', 'timegenerated [utc]', 'eventtime'],
  host: [
    'host',
    'hostname',
    'host.name',
    'computer',
    'source',
    'jsonpayload._hostname',
    'resource.labels.node_name',
    '@logstream',
  ],
  program: ['processname', 'process.name', 'program', 'appname', 'service', 'jsonpayload.syslog_identifier', 'ident'],
  container_name: ['container_name', 'kubernetes.container_name', 'resource.labels.container_name', 'stream'],
};

/** The name of a time's column, alone in its cell. */
const timeColumn = new RegExp(
  `(?:^|[,;\\t"\\xbf])\\s*(?:${columnNames.timestamp?.join('|').replace(/[[\]]/g, '\\$&')})\\s*(?:[,;\\t"]|$)`,
  'im',
);

/**
 * What the web pages of log stores give to download: a table of text with the names of its columns in the first line, one of
 * them a message's and one a time's (CloudWatch, Cloud Logging, Azure, Datadog, Splunk, Kibana, Graylog). See `exportedEntries`.
 *
 * Writer: as the message says if it is a line of a syslog; else the kernel or `user` as the column of programs says, and
 * `unproved` where there is no such column.
 */
export const csvExport: Framing = {
  name: 'csv-export',
  samples: ['timestamp,message', '"_raw","_time",host,source', '@timestamp\t@message'],
  lookBehindLines: 16,
  hasHeader: true,
  showsWriter: false,
  needles: [],
  mark: timeColumn,
  sniff,
  reader,
};

interface Columns {
  readonly delimiter: string;
  /** The name under which an entry's fields has the cell; null: of no interest. */
  readonly names: readonly (string | null)[];
}

const widestTable = 256;
/** Every reader of a part of a file sees these first. */
const firstLines = 32;

/** What a first line says of the rows below it; null where it is none of a log's. */
function columnsOf(text: string): Columns | null {
  for (const delimiter of [',', '\t', ';']) {
    if (!text.includes(delimiter)) continue;
    const cells = cellsOf(text, delimiter).map((cell) => cell.trim().toLowerCase());
    if (cells.length > widestTable || cells.some((cell) => !/^[@\w][\w.@[\] -]{0,63}$/.test(cell))) continue;
    // Of several columns with a message the first name of the list counts.
    const byName = new Map(
      Object.entries(columnNames).map(([name, known]) => [name, known.find((one) => cells.includes(one))]),
    );
    const names = cells.map((cell) => [...byName].find(([, known]) => known === cell)?.[0] ?? null);
    if (names.includes('line') && names.includes('timestamp')) return { delimiter, names };
  }
  return null;
}

/** All lines of a file that begins so. */
function sniff(lines: readonly string[]): number {
  const first = lines.find((text) => text.trim() !== '');
  return first !== undefined && columnsOf(first.replace(/^\xef\xbb\xbf/, '')) !== null ? 1 : 0;
}

function reader(): FrameReader {
  const emitEntry = exportedEntries(wholeLineReaders(), { mustBeTimed: false });
  let columns: Columns | null = null;
  let rows = csvRows(',');
  let isUtc = false;
  const timeOf = pageTimes();

  return {
    get holding() {
      return rows.holding;
    },
    read(line, emit) {
      const text = textOf(line);
      if (columns === null || !rows.holding) {
        const named = columnsOf(text);
        if (named !== null) {
          columns = named;
          isUtc = /\[utc\]|\(utc\)/i.test(text);
          rows = csvRows(named.delimiter);
          return true;
        }
      }
      if (columns === null || line.cut) return false;
      const { names } = columns;
      const row = rows.take(line, text);
      if (row === null) return true;
      if (row.cells.length !== names.length) return false;
      const fields: Record<string, string> = {};
      names.forEach((name, index) => {
        if (name !== null) fields[name] ??= decodeUtf8(row.cells[index] ?? '');
      });
      const shown = timeOf(fields.timestamp ?? '', row.span.line <= firstLines);
      // A page that converts times for its reader names no zone.
      fields.timestamp = isUtc && /\dT[\d:.]+$/.test(shown) ? `${shown}Z` : shown;
      return emitEntry(row.span, fields, emit);
    },
    jump: () => rows.forget(),
    end: () => rows.forget(),
  };
}
