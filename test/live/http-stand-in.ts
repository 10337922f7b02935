import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface StandIn {
  readonly url: URL;
  /** Paths with their queries, as they were asked for. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** A server on a loopback address that answers as the test says. */
export function standIn(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<StandIn> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({
        url: new URL(`http://127.0.0.1:${port}/`),
        asked,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}
