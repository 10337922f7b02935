/** One condition of the filter language. */
export interface Condition {
  readonly field: FilterField;
  readonly not: boolean;
  /** Texts of which one must fit; `conf` and `since` have one. */
  readonly values: readonly string[];
}

export const filterFields = ['kind', 'host', 'killed', 'cgroup', 'cause', 'culprit', 'conf', 'since', 'text'] as const;
export type FilterField = (typeof filterFields)[number];

export interface ParsedFilter {
  readonly conditions: readonly Condition[];
  /** What is wrong with it, in one sentence; the conditions are then those that make sense. */
  readonly problem: string | null;
}

const isField = (word: string): word is FilterField => (filterFields as readonly string[]).includes(word);

const comparison = /^(>=|<=|>|<)?\s*(0|1|0?\.\d+|1\.0+|\d{1,3}%)$/;
const ago = /^\d+(\.\d+)?(s|m|min|h|d|w)$/;
const clock = /^(\d{4}-\d{2}-\d{2})?(T|\s)?(\d{1,2}:\d{2}(:\d{2})?)?$/;

/**
 * `kind:oom,alloc host:db* killed:nginx cgroup:kubepods cause:process-leak conf:>0.7 since:2h !text`: every condition must
 * hold, `!` negates one, `,` means or, `*` stands for anything, and a word without a field is looked for everywhere.
 */
export function parseFilter(typed: string): ParsedFilter {
  const conditions: Condition[] = [];
  let problem: string | null = null;
  for (const word of typed.split(/\s+/).filter((part) => part !== '' && part !== '!')) {
    const not = word.startsWith('!');
    const bare = not ? word.slice(1) : word;
    const colon = bare.indexOf(':');
    const name = colon <= 0 ? 'text' : bare.slice(0, colon);
    if (!isField(name)) {
      problem ??= `no field "${name}": ${filterFields.slice(0, -1).join(', ')}`;
      continue;
    }
    const rest = colon <= 0 ? bare : bare.slice(colon + 1);
    const values = name === 'text' || name === 'conf' || name === 'since' ? [rest] : rest.split(',');
    const wrong = wrongValue(name, rest);
    if (wrong === null) conditions.push({ field: name, not, values: values.filter((value) => value !== '') });
    else problem ??= wrong;
  }
  return { conditions: conditions.filter(({ values }) => values.length > 0), problem };
}

function wrongValue(field: FilterField, value: string): string | null {
  if (value === '') return null;
  if (field === 'conf' && !comparison.test(value)) return 'conf: takes >0.7, <0.5 or 0.9';
  if (field === 'since' && !ago.test(value) && (!clock.test(value) || !/\d/.test(value))) {
    return 'since: takes 2h, 30min, 3d before the last incident, or 14:02, 2026-06-07, 2026-06-07T14:02';
  }
  return null;
}
