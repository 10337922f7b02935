import { framings } from '../../../parsers/framings/index.ts';
import { sniffSamples } from '../../../parsers/samples/detect.ts';
import type { KnownError } from '../../errors.ts';
import { discover } from '../../sources/discover.ts';
import type { ByteSource } from '../../sources/source.ts';

/** How the head of one file looks to every format. */
export interface Detected {
  readonly path: string;
  readonly lines: number;
  readonly framings: readonly { readonly name: string; readonly share: number }[];
  readonly samples: { readonly format: string; readonly confidence: number } | null;
}

const headBytes = 64 * 1024;

async function headOf(source: ByteSource, problem: (error: KnownError) => void): Promise<string[]> {
  const head: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source.chunks(problem)) {
    head.push(Buffer.from(chunk));
    bytes += chunk.length;
    if (bytes >= headBytes) break;
  }
  const lines = Buffer.concat(head).toString('latin1', 0, headBytes).split(/\r?\n/);
  if (bytes >= headBytes || lines.at(-1) === '') lines.pop();
  return lines;
}

/** Offers the first lines of each file behind a path to every framing and sample format. */
export async function* detectFormats(path: string, problem: (error: KnownError) => void): AsyncGenerator<Detected> {
  for await (const { members } of discover([path], problem)) {
    for (const source of members) {
      const lines = await headOf(source, problem);
      yield {
        path: source.path,
        lines: lines.length,
        framings: framings
          .map((framing) => ({ name: framing.name, share: framing.sniff(lines) }))
          .filter(({ share }) => share > 0)
          .toSorted((a, b) => b.share - a.share),
        samples: sniffSamples(lines, source.path),
      };
    }
  }
}
