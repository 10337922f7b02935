import { counted } from '../quantities.ts';

/** No name, line or sentence of a sane log is longer; a longer one says nothing more and would be repeated many times. */
const longestText = 4000;

/** A copy in which very long strings are cut, with a word on how much is missing. */
export function bounded<Data>(data: Data): Data {
  if (typeof data === 'string') return cut(data) as Data;
  if (Array.isArray(data)) return data.map(bounded) as Data;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, bounded(value)])) as Data;
}

function cut(text: string): string {
  if (text.length <= longestText) return text;
  const kept = text.slice(0, longestText).replace(/[\ud800-\udbff]$/, '');
  return `${kept} … (${counted(text.length - kept.length, 'more character')})`;
}
