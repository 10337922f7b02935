import { crc32, createInflateRaw } from 'node:zlib';
import type { ByteReader } from './byte-reader.ts';
import { decoderOptions, inflated } from './inflated.ts';
import { damage } from './trouble.ts';

/**
 * Decompresses gzip (RFC 1952): members one after the other, as `cat a.gz b.gz` and bgzip make them.
 *
 * Header and trailer are read here, because Node's own gunzip withholds the last bytes where the checksum behind them
 * is wrong, and those are what a log is asked for.
 */
export async function* gunzip(input: ByteReader): AsyncGenerator<Uint8Array> {
  while (await atMember(input)) {
    await skipHeader(input);
    const output = inflated(createInflateRaw(decoderOptions), input);
    let checksum = 0;
    let bytes = 0;
    while (true) {
      const step = await output.next();
      if (step.done) {
        if (step.value !== null) throw damage('gzip', step.value);
        break;
      }
      checksum = crc32(step.value, checksum);
      bytes += step.value.length;
      yield step.value;
    }
    const trailer = Buffer.from(await input.peek(8));
    if (trailer.length < 8) throw damage('gzip', 'it ends early');
    await input.skip(8);
    const whole = trailer.readUInt32LE(0) === checksum && trailer.readUInt32LE(4) === bytes % 2 ** 32;
    if (!whole) throw damage('gzip', 'the checksum does not fit');
  }
}

/** Whether a member follows; zeros behind the last one are padding of tapes and block devices. */
async function atMember(input: ByteReader): Promise<boolean> {
  while (true) {
    const head = await input.peek(2);
    if (head.length === 0) return false;
    if (head[0] === 0x1f && head[1] === 0x8b) return true;
    if (head[0] !== 0) throw damage('gzip', 'there is something else behind it');
    await input.skip(1);
  }
}

const flag = { headerChecksum: 2, extra: 4, name: 8, comment: 16 };

async function skipHeader(input: ByteReader): Promise<void> {
  const head = Buffer.from(await input.peek(12));
  if (head.length < 10) throw damage('gzip', 'it ends early');
  if (head[2] !== 8) throw damage('gzip', `method ${head[2]} is not known`);
  const flags = head[3] ?? 0;
  await input.skip(10);
  if (flags & flag.extra) await input.skip(2 + (head.length < 12 ? 0 : head.readUInt16LE(10)));
  if (flags & flag.name) await skipText(input);
  if (flags & flag.comment) await skipText(input);
  if (flags & flag.headerChecksum) await input.skip(2);
}

async function skipText(input: ByteReader): Promise<void> {
  for (let byte = await input.part(1); byte !== null && byte[0] !== 0; byte = await input.part(1));
}
