import { describe, expect, test } from 'vitest';
import { glossary } from '../../src/cli/glossary/index.ts';

const terms = glossary.flatMap(({ terms: list }) => list);

describe('the glossary', () => {
  test('explains at least sixty words', () => {
    expect(terms.length).toBeGreaterThanOrEqual(60);
  });

  test('says each thing once within a subject, in sentences', () => {
    for (const { name, terms: list } of glossary) {
      const spellings = list.flatMap(({ token, also = [] }) => [token, ...also]);
      expect(new Set(spellings).size, name).toBe(spellings.length);
    }
    for (const { token, meaning } of terms) {
      expect(meaning, token).toMatch(/^["A-Za-z].*[.]$/s);
      expect(meaning.length, token).toBeGreaterThan(20);
    }
  });

  // The words that an OOM report is full of: whoever reads one must find them.
  test.each([
    'GFP_KERNEL',
    'GFP_HIGHUSER_MOVABLE',
    '__GFP_COMP',
    'order',
    'nodemask',
    'cpuset',
    'mems_allowed',
    'oom_score_adj',
    'CONSTRAINT_NONE',
    'CONSTRAINT_MEMCG',
    'active_anon',
    'inactive_file',
    'slab_unreclaimable',
    'shmem',
    'lowmem_reserve',
    'min',
    'managed',
    'free_pcp',
    'total_vm',
    'rss',
    'swapents',
    'pgtables_bytes',
    'total-vm',
    'anon-rss',
    'failcnt',
    'MemAvailable',
    'Committed_AS',
  ])('knows %s', (word) => {
    expect(terms.some(({ token }) => token === word)).toBe(true);
  });
});
