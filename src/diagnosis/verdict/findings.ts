import { rules as allRules } from '../rules/index.ts';
import type { Exhibit, Rule } from '../rules/rule.ts';
import type { RuleFinding } from './evidence.ts';

/** What the rules find, and which of them failed. */
export function findingsOf(
  exhibit: Exhibit,
  rules: readonly Rule[] = allRules,
): { findings: RuleFinding[]; failed: string[] } {
  const findings: RuleFinding[] = [];
  const failed: string[] = [];
  for (const rule of rules) {
    if (!rule.frames.includes(exhibit.frame)) continue;
    try {
      for (const finding of rule.judge(exhibit)) findings.push({ ...finding, rule: rule.id });
    } catch (error) {
      failed.push(`${rule.id} (${(error as Error).message})`);
    }
  }
  return { findings, failed };
}
