import type { Line } from '../model/line.ts';
import type { Span } from '../model/span.ts';
import type { FrameReader, Framing } from './framing.ts';
import { emitJournalObject } from './journal-json.ts';
import { type Emit, spanOf, spanOfLines, textOf } from './parts/entry.ts';
import { exportedEntries } from './parts/exported-entry.ts';
import { shareClaimed } from './parts/sniff.ts';
import { decodeUtf8 } from './parts/utf8.ts';
import { wholeLineReaders } from './parts/whole-line.ts';
import { indentOf, yamlItem } from './parts/yaml-item.ts';

/**
 * What `kubectl get events -o yaml` and `gcloud logging read` print: an item for each event or entry, in a list or behind `---`. The
 * item ends where the next begins. See `exportedEntries`.
 *
 * Writer: as in `json-export`.
 */
export const yamlExport: Framing = {
  name: 'yaml-export',
  samples: ['- apiVersion: v1', '- insertId: 1abc', 'insertId: 1abc', 'involvedObject:'],
  lookBehindLines: 96,
  showsWriter: false,
  needles: [],
  mark: /^(?: *- [a-zA-Z]+|insertId|involvedObject|apiVersion):(?: |$)/m,
  sniff: (lines) => shareClaimed(lines, yamlExport.reader(), { mustEmit: true }),
  reader,
};

/** An item, longer than any that a log store gives out, of which no end comes. */
const longestItem = 1024 * 1024;
/** The first name of an item; both tools sort them. With any other, indented text below it may be anybody's. */
const firstName =
  '(?:action|apiVersion|count|eventTime|httpRequest|insertId|jsonPayload|labels|logName|textPayload|timestamp):(?: |$)';
const itemBegin = new RegExp(`^ {0,8}- (?=${firstName})`);
/** A line of a document's own fields. */
const fieldLine = /^[A-Za-z_]\w{0,63}:(?: |$)|^- /;
const documentBegin = /^(?:insertId: |involvedObject:$|apiVersion: (?:events\.k8s\.io\/)?v1$)/;
const nextDocument = new RegExp(`^${firstName}`);
/** What stands around a list of items. */
const envelope = /^(?:apiVersion: \S+|items:|kind: \w*List|metadata:| {2}(?:resourceVersion|selfLink|continue): .*)$/;

interface Item {
  readonly first: Span;
  last: Line;
  /** How far a line of this item is set in at least. */
  readonly inset: number;
  readonly lines: string[];
  length: number;
}

function reader(): FrameReader {
  const emitEntry = exportedEntries(wholeLineReaders());
  let item: Item | null = null;

  return {
    get holding() {
      return item !== null;
    },
    read(line, emit) {
      const text = textOf(line);
      const begin = itemBegin.exec(text);
      const isNext = item === null || (item.inset === 0 ? text.startsWith('- ') : indentOf(text) < item.inset);
      if (begin !== null && isNext) {
        finish(emit);
        open(line, ' '.repeat(begin[0].length) + text.slice(begin[0].length), begin[0].length);
        return true;
      }
      if (item === null && documentBegin.test(text)) {
        open(line, text, 0);
        return true;
      }
      if (item !== null && text === '---') {
        finish(emit);
        open(line, null, 0);
        return true;
      }
      if (item !== null && isOf(item, text) && keep(item, line, text)) return true;
      finish(emit);
      return envelope.test(text);
    },
    jump() {
      item = null;
    },
    end: finish,
  };

  function isOf({ inset, lines }: Item, text: string): boolean {
    if (lines.length === 0) return nextDocument.test(text);
    return text.trim() === '' || (inset > 0 ? indentOf(text) >= inset : indentOf(text) > 0 || fieldLine.test(text));
  }

  function open(line: Line, text: string | null, inset: number): void {
    item = { first: spanOf(line), last: line, inset, lines: text === null ? [] : [text], length: 0 };
  }

  function keep(into: Item, line: Line, text: string): boolean {
    into.length += text.length;
    if (line.cut || into.length > longestItem) {
      item = null;
      return false;
    }
    into.lines.push(text);
    into.last = line;
    return true;
  }

  function finish(emit: Emit): void {
    const ended = item;
    item = null;
    if (ended === null || ended.lines.length === 0) return;
    const object = yamlItem(ended.lines.map(decodeUtf8));
    const span = spanOfLines(ended.first, ended.last);
    if (!emitJournalObject(span, object, emit)) emitEntry(span, object, emit);
  }
}
