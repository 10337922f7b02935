import { describe, expect, it } from 'vitest';
import { memInfo } from '../../../parsers/records/blocks/mem-info.ts';
import { linesOf, onlyKill, report } from './oom-kill/reports.ts';

/** The lines that kernels up to 4.8 print term by term, as a reader shows them that does not put the terms together. */
const inPieces = (line: string): string[] => {
  const buddy = /^((?:Node \d+ )?\w+: )(\d+\*.*)$/.exec(line);
  if (buddy) return [buddy[1] ?? '', ...(buddy[2]?.match(/\d+\*\d+kB|\(\w+\)|= \d+kB/g) ?? [])];
  const reserve = /^lowmem_reserve\[\]:(.*)$/.exec(line);
  if (reserve) return ['lowmem_reserve[]:', ...(reserve[1]?.match(/ \d+/g) ?? [])];
  const zone = /^(Node \d+ )(\w+ free:.*)$/.exec(line);
  return zone ? [zone[1] ?? '', zone[2] ?? ''] : [line];
};

describe.each(['3.4', '3.10', '4.9'])('a report of %s in pieces', (name) => {
  const lines = linesOf(report(name));
  const whole = onlyKill(report(name));
  const pieces = lines.flatMap(inPieces);

  it('is the same report', () => {
    expect(pieces.length).toBeGreaterThan(lines.length + 20);
    expect(onlyKill(pieces.join('\n'))).toEqual(whole);
  });

  it('is the same with foreign lines between the pieces', () => {
    const mixed = pieces.flatMap((piece) => [piece, 'usb 1-1: new high-speed USB device number 4 using xhci_hcd']);
    expect(onlyKill(mixed.join('\n'))).toEqual(whole);
  });

  it('says so where a piece was lost, and has no other number for it', () => {
    for (const [at, piece] of pieces.entries()) {
      if (!/^(?:\d+\*\d+kB|\(\w+\)|= \d+kB| \d+)$/.test(piece)) continue;
      const { complete, problems, memInfo: dump } = onlyKill(pieces.filter((_, index) => index !== at).join('\n'));
      const zones = dump?.zones.map(({ buddy, lowmemReservePages }) => [buddy, lowmemReservePages]) ?? [];
      const known = whole.memInfo?.zones.map(({ buddy, lowmemReservePages }) => [buddy, lowmemReservePages]) ?? [];
      const onlyZone = zones.length === 1 && piece.startsWith(' ');
      expect([piece, complete, problems], piece).toEqual(
        onlyZone ? expect.anything() : [piece, false, ['mem-info-line-cut']],
      );
      for (const [index, [buddy, reserve]] of zones.entries()) {
        expect([null, known[index]?.[0]]).toContainEqual(buddy);
        if (!onlyZone) expect([null, known[index]?.[1]]).toContainEqual(reserve);
      }
    }
  });
});

it('takes no number for a piece that stands elsewhere', () => {
  const block = memInfo();
  for (const line of ['Mem-Info:', 'Node 0 DMA free:4kB min:4kB', 'lowmem_reserve[]: 0 4']) block.feed(line);
  for (const line of ['17', '1*4kB', '= 4kB', '(UM)']) expect(block.feed(line)).toBe(false);
});
