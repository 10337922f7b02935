/**
 * Kernel messages that firmware kept over a crash (/sys/fs/pstore, /var/lib/systemd/pstore): `dmesg-<backend>-<id>`.
 *
 * fs/pstore/platform.c (`pstore_dump`) writes the end of the log first: each file begins with a line such as
 * `Panic#1 Part3`, and the part with the highest number is the oldest text. One dump is one log.
 */
const fileName = /^dmesg-(?<backend>[a-z][a-z_]*?)(?:_pstore)?-(?<id>\d+)$/;
const firstLine = /^(?<reason>[A-Z][A-Za-z]+)#(?<count>\d+) Part(?<part>\d+)\r?\n/;

/** How many bytes of a file `groupPstore` wants to see. */
export const pstoreHeadBytes = 64;

export const isPstoreName = (name: string) => fileName.test(name);

interface Part {
  readonly name: string;
  readonly part: number;
  /** When it was written; EFI files say it in their id, (epoch * 100 + part) * 1000 + count. */
  readonly epochSeconds: number;
}

/** Crashes begin to count at 1 after each boot; the parts of one are written within seconds. */
const sameDumpSeconds = 60;

/** Groups files into dumps, each so that it reads forward. A file without the first line is a group of its own. */
export function groupPstore(
  files: readonly { readonly name: string; readonly head: Uint8Array }[],
): readonly (readonly string[])[] {
  const counted = new Map<string, Part[]>();
  const groups: string[][] = [];
  for (const { name, head } of files) {
    const { backend, id = '' } = fileName.exec(name)?.groups ?? {};
    const { reason, count, part } = firstLine.exec(Buffer.from(head).toString('latin1'))?.groups ?? {};
    if (part === undefined) {
      groups.push([name]);
      continue;
    }
    const key = `${backend} ${reason} ${count}`;
    const epochSeconds = backend === 'efi' ? Number(id.slice(0, -5)) : 0;
    counted.set(key, [...(counted.get(key) ?? []), { name, part: Number(part), epochSeconds }]);
  }
  for (const parts of counted.values()) groups.push(...dumpsOf(parts));
  return groups;
}

function dumpsOf(parts: readonly Part[]): string[][] {
  const dumps: Part[][] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const part of parts.toSorted((a, b) => a.epochSeconds - b.epochSeconds)) {
    if (part.epochSeconds - before > sameDumpSeconds) dumps.push([]);
    dumps.at(-1)?.push(part);
    before = part.epochSeconds;
  }
  return dumps.map((dump) => dump.toSorted((a, b) => b.part - a.part).map(({ name }) => name));
}
