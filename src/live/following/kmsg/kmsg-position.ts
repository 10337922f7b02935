import { isObject, parsePosition, type StreamPosition } from '../position.ts';

/** How far the ring of one boot was read: offsets are sequence numbers. */
export interface KmsgPosition {
  readonly version: 1;
  readonly bootId: string | null;
  readonly stream: StreamPosition;
}

/** As it was stored; null where it is no such position. */
export function parseKmsgPosition(value: unknown): KmsgPosition | null {
  if (!isObject(value) || value.version !== 1) return null;
  const stream = parsePosition(value.stream);
  const { bootId } = value;
  return stream && (bootId === null || typeof bootId === 'string') ? { version: 1, bootId, stream } : null;
}
