import type { Shelf, Shelves } from '../../diagnosis/shelf.ts';
import { openTemporary } from './connection.ts';
import { explained } from './errors.ts';

/** So many values of a shelf never leave memory: most analyses need no more. */
const mostHeld = 500;
/** Values that are written together, and the latest that were read. */
const [mostWaiting, mostRead] = [250, 500];
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
      const write = db.transaction((from: number, values: readonly unknown[]) => {
        for (const [at, value] of values.entries()) insert.run(from + at, JSON.stringify(value));
      });
      return {
        write: (from, values) => explained(null, () => write(from, values)),
        read: (place) => explained(null, () => JSON.parse(find.get(place) ?? 'null') as unknown),
      };
    });
  }

  return {
    open: <Value>() => createShelf<Value>(openTable, held),
  };
}

interface Table {
  write(from: number, values: readonly unknown[]): void;
  read(place: number): unknown;
}

function createShelf<Value>(openTable: () => Table, mostHeld: number): Shelf<Value> {
  const held: Value[] = [];
  let table: Table | null = null;
  let written = 0;
  let waiting: Value[] = [];
  /** The latest read, each at a place of its own: what is asked for twice is mostly asked for at once. */
  const read: { place: number; value: Value }[] = [];

  function put(value: Value): void {
    if (held.length < mostHeld) {
      held.push(value);
      return;
    }
    waiting.push(value);
    if (waiting.length < mostWaiting) return;
    table ??= openTable();
    table.write(held.length + written, waiting);
    written += waiting.length;
    waiting = [];
  }

  function fromDisk(place: number): Value {
    const known = read[place % mostRead];
    if (known?.place === place) return known.value;
    const value = table?.read(place) as Value;
    read[place % mostRead] = { place, value };
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
      return onDisk < written ? fromDisk(index) : (waiting[onDisk - written] as Value);
    },
  };
  return shelf;
}
