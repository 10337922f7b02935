import { once } from 'node:events';
import { type Pack, pack } from 'tar-stream';

/** An archive as an implementation writes it that is not ours. */
export async function archive(members: Readonly<Record<string, Uint8Array | string>>): Promise<Buffer> {
  const writer = pack();
  const mtime = new Date(1795167030000);
  for (const [name, content] of Object.entries(members)) writer.entry({ name, mtime }, Buffer.from(content));
  return await finished(writer);
}

export async function finished(writer: Pack): Promise<Buffer> {
  const copies: Buffer[] = [];
  writer.on('data', (chunk) => copies.push(chunk as Buffer));
  writer.finalize();
  await once(writer, 'end');
  return Buffer.concat(copies);
}
