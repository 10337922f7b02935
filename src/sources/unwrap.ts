import { type ByteReader, byteReader } from './byte-reader.ts';
import { type Coding, contentOf, type Foreign, headBytes } from './magic.ts';
import { fromUtf16 } from './utf16.ts';

/** A stream without its wrapping. `text` (UTF-8, or whatever bytes a log has) and `tar` are to be read from `reader`. */
export interface Unwrapped {
  /** A binary journal is `packed` where it is not a file of its own, which journalctl could open. */
  readonly content:
    | { readonly kind: 'text' }
    | { readonly kind: 'tar' }
    | { readonly kind: 'journal'; readonly packed: boolean }
    | Foreign;
  /** To be closed in any case. */
  readonly reader: ByteReader;
}

const mostLayers = 4;

/**
 * Takes compression and UTF-16 off, judged by the content of each layer.
 *
 * @throws KnownError where not one byte is readable; the stream is closed then
 */
export async function unwrap(stream: ByteReader, name: string): Promise<Unwrapped> {
  let reader = stream;
  try {
    for (let depth = 0; depth <= mostLayers; depth++) {
      const head = await reader.peek(headBytes);
      if (head.length === 0 && reader.failure() !== null) throw reader.failure();
      const content = contentOf(head, name);
      switch (content.kind) {
        case 'journal':
          return { content: { kind: 'journal', packed: depth > 0 }, reader };
        case 'utf-16':
          return { content: { kind: 'text' }, reader: byteReader(fromUtf16(reader, content.encoding), reader) };
        case 'compressed': {
          const { decompressed, programFor } = await import('./decompress.ts');
          const missing = await missingProgram(content.coding, programFor[content.coding]);
          if (missing !== null) return { content: missing, reader };
          reader = byteReader(decompressed(content.coding, reader), reader);
          break;
        }
        case 'foreign':
          return { content: depth === 0 ? content : packed(content, name), reader };
        default:
          return { content, reader };
      }
    }
    return { content: tooDeep, reader };
  } catch (error) {
    await reader.close();
    throw error;
  }
}

/** Other programs want it decompressed. */
function packed(content: Foreign, name: string): Foreign {
  const unpackedName = name.replace(/\.(gz|xz|zst|bz2|br)$/, '');
  const hint = content.hint === null ? null : `Decompress it first. ${content.hint.replaceAll('FILE', unpackedName)}`;
  return { ...content, what: `${content.what}, compressed`, hint };
}

const tooDeep: Foreign = {
  kind: 'foreign',
  what: `compressed more than ${mostLayers} times over`,
  hint: null,
  mayHoldLogs: true,
};

async function missingProgram(coding: Coding, program: string | undefined): Promise<Foreign | null> {
  if (program === undefined) return null;
  const { isInstalled } = await import('./program.ts');
  if (await isInstalled(program)) return null;
  return {
    kind: 'foreign',
    what: `${coding}-compressed, and the program ${program} is not installed here`,
    hint: `Install ${program}, or where it is: ${program} -dc FILE | oomtrail analyze -`,
    mayHoldLogs: true,
  };
}
