import { readFileSync } from 'node:fs';
import { KnownError } from '../errors.ts';

/** What `case.json` may say. Anything else in it is a mistake and fails the case. */
export interface CaseFacts {
  /** Why the case exists: what would go unnoticed without it. */
  readonly why: string;
  /** Where the log comes from: a machine that was driven into it, the field, or a kernel's format strings. */
  readonly origin: string;
  /** Release of the kernel that wrote it, as its name for people: `5.10`, `RHEL 7`. */
  readonly kernel: string | null;
  /** Zone, year and page size for logs that state none: what a user would give as --tz, --year and --page-size. */
  readonly tz: string | null;
  readonly year: number | null;
  readonly pageSizeBytes: number | null;
  /** The tool whose output this is: then its samples are part of what the case must give. Null for logs. */
  readonly tool: string | null;
  readonly version: string | null;
  /** The command line that wrote each file. */
  readonly commands: Readonly<Record<string, unknown>>;
  /** The time of the files, RFC 3339: what dates samples that print a time of day only. */
  readonly modified: string | null;
  /** Paths that are not compared, beside the default ones: `records.*.callTrace`, `*` for every element. */
  readonly ignore: readonly string[];
  /**
   * What is known from outside the log, as path and value: `{"records.0.victims.0.pid": 107, "incidents.length": 1}`.
   * It is checked on every run, and an update never touches it.
   */
  readonly truth: Readonly<Record<string, unknown>>;
}

export const factsFile = 'case.json';

export const noFacts: CaseFacts = {
  why: '',
  origin: '',
  kernel: null,
  tz: null,
  year: null,
  pageSizeBytes: null,
  tool: null,
  version: null,
  commands: {},
  modified: null,
  ignore: [],
  truth: {},
};

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === 'string' && value !== '';
const isTime: Check = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const isCount: Check = (value) => Number.isInteger(value);
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const isObject: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

const keys: Readonly<Record<keyof CaseFacts, { readonly is: Check; readonly what: string }>> = {
  why: { is: isText, what: 'a sentence' },
  origin: { is: isText, what: 'a text' },
  kernel: { is: isText, what: 'a text' },
  tz: { is: isText, what: 'a zone such as "UTC"' },
  year: { is: isCount, what: 'a year' },
  pageSizeBytes: { is: isCount, what: 'a number of bytes' },
  tool: { is: isText, what: 'a text' },
  version: { is: isText, what: 'a text' },
  commands: { is: isObject, what: 'an object of files and command lines' },
  modified: { is: isTime, what: 'a time such as "2026-11-20T10:00:00Z"' },
  ignore: { is: isTexts, what: 'a list of paths' },
  truth: { is: isObject, what: 'an object of paths and values' },
};

/**
 * Reads a `case.json`.
 *
 * @throws KnownError where it is no JSON, says something unknown or in a wrong form, or does not say why the case exists
 */
export function readFacts(file: string): CaseFacts {
  const stated = parseObject(file);
  for (const [key, value] of Object.entries(stated)) {
    if (!Object.hasOwn(keys, key)) {
      throw new KnownError(`${file}: unknown key "${key}"`, { hint: `Known keys: ${Object.keys(keys).join(', ')}.` });
    }
    const { is, what } = keys[key as keyof CaseFacts];
    if (!is(value) && value !== null) throw new KnownError(`${file}: "${key}" must be ${what}`);
  }
  const facts: Partial<CaseFacts> = Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== null));
  if (facts.why === undefined) {
    throw new KnownError(`${file}: "why" is missing: what would go unnoticed without this case?`);
  }
  return { ...noFacts, ...facts };
}

function parseObject(file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isObject(value)) return value as Record<string, unknown>;
  } catch (cause) {
    throw new KnownError(`${file}: not readable as JSON (${(cause as Error).message})`, { cause });
  }
  throw new KnownError(`${file}: not a JSON object`);
}
