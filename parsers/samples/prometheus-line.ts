import type { Labels } from './prometheus-names.ts';

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
 * line is none of them.
 */
export function parseExpositionLine(text: string, nameEnd: number): ExpositionLine | null {
  let at = nameEnd;
  let labels = noLabels;
  if (text.charCodeAt(at) === 0x7b) {
    const parsed = parseLabels(text, at + 1);
    if (!parsed) return null;
    labels = parsed.labels;
    at = parsed.end;
  }
  at = skipBlanks(text, at);
  const isPromtool = text.startsWith('=> ', at);
  if (isPromtool) at = skipBlanks(text, at + 3);
  else if (at === nameEnd) return null;
  const valueEnd = wordEnd(text, at);
  const value = parseValue(text.slice(at, valueEnd));
  if (value === null) return null;
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

function parseLabels(text: string, from: number): { labels: Labels; end: number } | null {
  const labels: Record<string, string> = Object.create(null) as Record<string, string>;
  let at = skipBlanks(text, from);
  while (text.charCodeAt(at) !== 0x7d) {
    const equals = text.indexOf('=', at);
    if (equals === -1 || text.charCodeAt(equals + 1) !== 0x22) return null;
    const name = text.slice(at, equals).trim();
    let end = equals + 2;
    let isEscaped = false;
    while (end < text.length && text.charCodeAt(end) !== 0x22) {
      if (text.charCodeAt(end) === 0x5c) {
        isEscaped = true;
        end += 1;
      }
      end += 1;
    }
    if (end >= text.length) return null;
    const raw = text.slice(equals + 2, end);
    labels[name] = isEscaped ? raw.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped)) : raw;
    at = skipBlanks(text, end + 1);
    if (text.charCodeAt(at) === 0x2c) at = skipBlanks(text, at + 1);
    else if (text.charCodeAt(at) !== 0x7d) return null;
  }
  return { labels, end: at + 1 };
}
