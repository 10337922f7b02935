import { parsePlain } from '../text/numbers.ts';
import type { Labels } from './names.ts';

/** One line of an exposition. */
export interface ExpositionLine {
  readonly name: string;
  readonly labels: Labels;
  /** NaN where the value is `NaN` or infinite. */
  readonly value: number;
  /** As written; empty where none is. Milliseconds in the text format, seconds in OpenMetrics. */
  readonly timestamp: string;
}

const noLabels: Labels = {};

/** Length of the metric name at the start, 0 where there is none. */
export function nameLength(text: string): number {
  let at = 0;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const isLetter = (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || code === 0x3a;
    if (!isLetter && !(at > 0 && code >= 0x30 && code <= 0x39)) break;
  }
  return at;
}

/**
 * `name{label="value",...} value [timestamp] [# exemplar]`, and promtool's `name{...} => value @[timestamp]`. Null where the
 * line is none of them. Labels are checked and not kept where they are not wanted.
 */
export function parseExpositionLine(text: string, nameEnd: number, wantsLabels = true): ExpositionLine | null {
  let at = nameEnd;
  let labels = noLabels;
  if (text.charCodeAt(at) === 0x7b) {
    const read: Record<string, string> | null = wantsLabels ? {} : null;
    at = readLabels(text, at + 1, read);
    if (at === -1) return null;
    if (read) labels = read;
  }
  at = skipBlanks(text, at);
  const isPromtool = text.startsWith('=> ', at);
  if (isPromtool) at = skipBlanks(text, at + 3);
  else if (at === nameEnd) return null;
  const valueEnd = wordEnd(text, at);
  const plain = parsePlain(text, at, valueEnd);
  const value = plain === -1 ? parseValue(text.slice(at, valueEnd)) : plain;
  if (value === null) return null;
  if (valueEnd === text.length) return { name: text.slice(0, nameEnd), labels, value, timestamp: '' };
  let rest = text.slice(skipBlanks(text, valueEnd)).trimEnd();
  const exemplar = rest.indexOf('#');
  if (exemplar !== -1) rest = rest.slice(0, exemplar).trimEnd();
  if (isPromtool) rest = /^@\[([\d.]+)\]$/.exec(rest)?.[1] ?? rest;
  if (rest !== '' && !/^-?\d{1,16}(?:\.\d{1,9})?(?:e\+?\d\d?)?$/i.test(rest)) return null;
  return { name: text.slice(0, nameEnd), labels, value, timestamp: rest };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09) at += 1;
  return at;
}

function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== 0x20 && text.charCodeAt(at) !== 0x09) at += 1;
  return at;
}

/** Go's float syntax; null for what is no number, NaN for numbers nobody can plot. */
export function parseValue(text: string): number | null {
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : Number.NaN;
  }
  return /^(?:nan|[+-]?inf(?:inity)?)$/i.test(text) ? Number.NaN : null;
}

/** Reads what follows the brace into `labels`; where it ends, -1 for what are no labels. */
function readLabels(text: string, from: number, labels: Record<string, string> | null): number {
  let at = skipBlanks(text, from);
  while (text.charCodeAt(at) !== 0x7d) {
    const equals = text.indexOf('=', at);
    if (equals === -1 || text.charCodeAt(equals + 1) !== 0x22) return -1;
    const end = text.indexOf('"', equals + 2);
    const isEscaped = end > 0 && text.charCodeAt(end - 1) === 0x5c;
    const close = isEscaped ? closingQuote(text, equals + 2) : end;
    if (close === -1) return -1;
    if (labels) {
      const raw = text.slice(equals + 2, close);
      const name = text.slice(at, equals).trim();
      labels[name] = raw.includes('\\')
        ? raw.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped))
        : raw;
    }
    at = skipBlanks(text, close + 1);
    if (text.charCodeAt(at) === 0x2c) at = skipBlanks(text, at + 1);
    else if (text.charCodeAt(at) !== 0x7d) return -1;
  }
  return at + 1;
}

/** The quote that ends a value in which some are escaped. */
function closingQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at;
    if (code === 0x5c) at += 1;
  }
  return -1;
}

/** `# HELP`, `# TYPE` or `# UNIT` of a series. */
export function isFamilyFact(text: string): boolean {
  if (!(text.startsWith('# HELP ') || text.startsWith('# TYPE ') || text.startsWith('# UNIT '))) return false;
  const code = text.charCodeAt(7);
  return isSmallLetter(code) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || code === 0x3a;
}

const isSmallLetter = (code: number): boolean => code >= 0x61 && code <= 0x7a;

/** A fact about a family, or a name with an underscore before its labels or its value: no date has one, nor a prompt. */
export function isNoMarker(text: string): boolean {
  if (text.includes('\x1b')) return false;
  const first = text.charCodeAt(0);
  if (first === 0x23) return isFamilyFact(text) && !text.startsWith('UNIT', 2);
  if (!isSmallLetter(first)) return false;
  const end = nameLength(text);
  const underscore = text.indexOf('_');
  const next = text.charCodeAt(end);
  return underscore > 0 && underscore < end && (next === 0x7b || next === 0x20);
}
