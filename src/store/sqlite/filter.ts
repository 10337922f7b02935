/** Conditions of a WHERE clause with the values they bind, in one order. */
export interface Conditions {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

export type Condition = readonly [sql: string, ...values: (string | number)[]];

/** Joins what applies; `false` and undefined do not. */
export function conditions(parts: readonly (Condition | false | undefined)[]): Conditions {
  const given = parts.filter((part) => part !== undefined && part !== false);
  return {
    sql: given.map(([sql]) => sql).join(' AND ') || '1',
    values: given.flatMap(([, ...values]) => values),
  };
}

/** `column` is one of these; a list of any length is one bound value. */
export function oneOf(column: string, values: readonly string[] | undefined): Condition | undefined {
  return values && [`${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(values)];
}

/** `column` is this value, or null where null is asked for. */
export function is(column: string, value: string | number | null | undefined): Condition | undefined {
  if (value === undefined) return undefined;
  return value === null ? [`${column} IS NULL`] : [`${column} = ?`, value];
}
