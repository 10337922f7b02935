import { expect, test } from 'vitest';
import { createPseudonyms } from '../../src/redaction/pseudonyms.ts';

test('names of an earlier run keep their pseudonyms, and no other name gets one of them', () => {
  const pseudonyms = createPseudonyms({ web01: 'host-1', db01: 'host-2' });
  expect(pseudonyms.of('host', 'WEB01')).toBe('host-1');
  expect(pseudonyms.of('host', 'cache01')).toBe('host-3');
  expect(pseudonyms.of('user', 'alice')).toBe('user-1');
});

test('addresses are those for documentation as long as there are any, and never the same twice', () => {
  const { ip4 } = createPseudonyms();
  const given = Array.from({ length: 800 }, (_, index) => ip4(`172.16.${index >> 8}.${index & 255}`));
  expect([given[0], given[253], given[254], given[761]]).toEqual([
    '192.0.2.1',
    '192.0.2.254',
    '198.51.100.1',
    '203.0.113.254',
  ]);
  expect(given[762]).toMatch(/^10\./);
  expect(new Set(given).size).toBe(800);
});

test('an id keeps its length, so that parsers still read it', () => {
  const { hex, uuid, mac } = createPseudonyms();
  expect([hex('deadbeef'), hex('0123456789ab'), hex('DEADBEEF')]).toEqual(['00000001', '000000000001', '00000001']);
  expect(uuid('0a1b2c3d-1111-2222-3333-444455556666')).toBe('00000000-0000-4000-8000-000000000001');
  expect(mac('aa:bb:cc:dd:ee:ff')).toBe('00:00:5e:00:53:01');
});
