import type { Shelf, Shelves } from '../../diagnosis/shelf.ts';
import { openTemporary } from './connection.ts';
import { explained } from './errors.ts';

/** Characters of JSON that a shelf keeps in memory: most analyses need no more. */
const mostHeld = 1_000_000;
/** Letters that are written together. */
const mostWaiting = 250_000;
/** The latest values that were read are kept, if they are no larger. */
const [mostRead, largestRead] = [500, 4000];
const cacheKiB = 4096;

/**
 * Shelves of which only the beginning is in memory. The rest is in a temporary database, made when a shelf grows beyond what
 * is held; it has no name and ends with the process, or when nothing refers to its shelves any more. Throws `StoreError`
 * where the disk is full.
 */
export function createDiskShelves(held = mostHeld): Shelves {
  let db: ReturnType<typeof openTemporary> | null = null;
  let tables = 0;

  function openTable(): Table {
    return explained(null, () => {
      if (db === null) {
        db = openTemporary();
        db.pragma(`cache_size = ${-cacheKiB}`);
      }
      const name = `shelf${tables++}`;
      db.exec(`CREATE TABLE ${name} (place INTEGER PRIMARY KEY, value TEXT NOT NULL) STRICT`);
      const insert = db.prepare<[number, string]>(`INSERT INTO ${name} (place, value) VALUES (?, ?)`);
      const find = db.prepare<[number], string>(`SELECT value FROM ${name} WHERE place = ?`).pluck();
      const write = db.transaction((from: number, texts: readonly string[]) => {
        for (const [at, text] of texts.entries()) insert.run(from + at, text);
      });
      return {
        write: (from, texts) => explained(null, () => write(from, texts)),
        read: (place) => explained(null, () => find.get(place) ?? 'null'),
      };
    });
  }

  return {
    open: <Value>() => createShelf<Value>(openTable, held),
  };
}

/** JSON by place. */
interface Table {
  write(from: number, texts: readonly string[]): void;
  read(place: number): string;
}

function createShelf<Value>(openTable: () => Table, mostHeld: number): Shelf<Value> {
  const held: Value[] = [];
  let heldLetters = 0;
  let table: Table | null = null;
  let written = 0;
  let waiting: string[] = [];
  let waitingLetters = 0;
  /** Values read last, each in a slot of its own: what is asked for twice is mostly asked for in a row. */
  const read: { place: number; value: Value }[] = [];

  function put(value: Value): void {
    const text = JSON.stringify(value);
    if (table === null && waiting.length === 0 && heldLetters + text.length <= mostHeld) {
      held.push(value);
      heldLetters += text.length;
      return;
    }
    waiting.push(text);
    waitingLetters += text.length;
    if (waitingLetters < mostWaiting) return;
    table ??= openTable();
    table.write(held.length + written, waiting);
    written += waiting.length;
    waiting = [];
    waitingLetters = 0;
  }

  function fromDisk(place: number): Value {
    const known = read[place % mostRead];
    if (known?.place === place) return known.value;
    const text = table?.read(place) ?? 'null';
    const value = JSON.parse(text) as Value;
    if (text.length <= largestRead) read[place % mostRead] = { place, value };
    return value;
  }

  const shelf: Shelf<Value> = {
    get length() {
      return held.length + written + waiting.length;
    },
    add(value) {
      put(value);
      return shelf.length - 1;
    },
    at(index) {
      if (index < 0 || index >= shelf.length) throw new RangeError(`no value ${index} of ${shelf.length}`);
      if (index < held.length) return held[index] as Value;
      const onDisk = index - held.length;
      return onDisk < written ? fromDisk(index) : (JSON.parse(waiting[onDisk - written] ?? 'null') as Value);
    },
  };
  return shelf;
}
