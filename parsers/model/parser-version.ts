/**
 * Version of what the parsers make of a text. Raise it when the same text gives other facts than before (a new field
 * counts): a timeline then knows which of its records a newer parser would read differently.
 */
export const parserVersion = 2;
