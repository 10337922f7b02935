import type { IncomingMessage } from 'node:http';

export interface GetOptions {
  readonly authorization: string | null;
  /** From the question to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly mostBytes: number;
}

/** An answer that is not what was asked for. */
export class StatusError extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`it answers with status ${status}`);
    this.status = status;
  }
}

/**
 * Body of a page as latin1, without following redirects. Node's own http and not fetch, which takes 10 MB more of the memory
 * that is short.
 *
 * @throws Error whose message ends a sentence that begins with the address
 */
export async function getText(url: URL, { authorization, timeoutMs, mostBytes }: GetOptions): Promise<string> {
  const { request } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const signal = AbortSignal.timeout(timeoutMs);
  const headers = {
    accept: 'text/plain, application/json;q=0.9',
    'user-agent': 'oomtrail',
    ...(authorization !== null && { authorization }),
  };
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request(url, { headers, signal, agent: false }, resolve).on('error', reject).end();
    });
    const { statusCode = 0 } = answer;
    if (statusCode !== 200) {
      answer.destroy();
      throw new StatusError(statusCode);
    }
    return await bodyOf(answer, mostBytes);
  } catch (error) {
    if (signal.aborted) throw new Error(`no answer within ${timeoutMs / 1000} s`, { cause: error });
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ECONNREFUSED') throw new Error('nobody listens there', { cause: error });
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') throw new Error('there is no such host', { cause: error });
    throw error;
  }
}

async function bodyOf(answer: IncomingMessage, mostBytes: number): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > mostBytes) {
      answer.destroy();
      throw new Error(`it answers with more than ${mostBytes / 1024 / 1024} MiB`);
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('latin1');
}
