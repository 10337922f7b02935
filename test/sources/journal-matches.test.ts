import { expect, it } from 'vitest';
import { KUBELET } from '../../parsers/records/blocks/writer.ts';
import { journalMatches } from '../../src/sources/journal-matches.ts';

/** Matches on different fields are joined with "and" by journalctl unless a "+" stands between them: nothing would come out. */
it('each match is an alternative of its own', () => {
  const [matches, between] = [0, 1].map((side) => journalMatches.filter((_, index) => index % 2 === side));
  expect(new Set(between)).toEqual(new Set(['+']));
  expect(matches).toHaveLength((between?.length ?? 0) + 1);
  expect(matches).toContain('_TRANSPORT=kernel');
  expect(matches).not.toContain('+');
});

it('a node agent that says why a container ended is heard', () => {
  for (const name of KUBELET) expect(journalMatches).toContain(`SYSLOG_IDENTIFIER=${name}`);
});
