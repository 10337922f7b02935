import { contentOf, type HeldMember } from './members.ts';

/** Reads a finished file, decompressed, from `offset` to its end. The bytes are valid until `take` resolves. */
export async function readCopyFrom(
  held: HeldMember,
  offset: number,
  take: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  const reader = await contentOf(held);
  try {
    await reader.skip(offset);
    for (let part = await reader.part(); part !== null; part = await reader.part()) await take(part);
  } finally {
    await reader.close();
  }
}

/** The first bytes of a file and the bytes before `offset`, decompressed. */
export async function bytesBefore(held: HeldMember, offset: number): Promise<{ head: Buffer; tail: Buffer }> {
  const reader = await contentOf(held);
  try {
    const head = Buffer.from(await reader.peek(Math.min(offset, 1024)));
    const length = Math.min(offset, 256);
    await reader.skip(offset - length);
    return { head, tail: Buffer.from(await reader.peek(length)) };
  } finally {
    await reader.close();
  }
}
