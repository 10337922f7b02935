import { isIPv6 } from 'node:net';
import type { KernelRecord } from '../../parsers/model/record.ts';
import { isCommonWord, namePositions } from './common-words.ts';
import { namesIn } from './names-in.ts';
import { createPseudonyms, type NameKind, type Pseudonyms } from './pseudonyms.ts';
import { isPublicName, isPublicSegment } from './public-names.ts';

/**
 * Puts pseudonyms in the place of what tells whose machine it is: hosts, users, programs, cgroups, units, pods, paths,
 * addresses and hexadecimal ids. Names must be learned before text that holds them is redacted; what has a shape of its
 * own (an address, a path, an id) needs no learning. Uids and pids stay.
 */
export interface Redactor {
  learn(kind: NameKind, name: string | null | undefined): void;
  learnRecord(record: KernelRecord): void;
  text(text: string): string;
  /** A copy of plain data with every string redacted, but for words of our own vocabulary. */
  value<Data>(data: Data): Data;
  /** Which pseudonym stands for what: whoever has it can undo the redaction. */
  mapping(): Readonly<Record<string, string>>;
}

/** Fields whose strings come from our own lists of words: `kind: "host"` names no host. */
const ownWords: ReadonlySet<string> = new Set(
  (
    'schema kind kinds scope time timeBasis provenance constraint constraintBasis killer manager runtime cause words outcome taskTable variant ' +
    'pageSizeBasis state lock mechanism component shareOf rule metric format gfpMask gfpFlags signal result problems contributing types version ' +
    'from to start end origin zone heading'
  ).split(' '),
);

/** Names shorter than this are letters: replacing them would replace the text. */
const leastLength = 2;

const shapes = new RegExp(
  [
    '(?<email>[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+)',
    '(?<uuid>\\b[0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12}\\b)',
    '(?<mac>\\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\\b)',
    '(?<ip4>(?<![\\w.])(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?![\\w.]*\\w))',
    '(?<ip6>(?<![\\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\\w:]))',
    '(?<hex>(?<![\\w])(?:0x)?(?=\\d*[a-f])[0-9a-f]{12,}(?![\\w])|(?<=[-_])[0-9a-f]{32,}(?![\\w])|\\b[0-9a-f]{32,}\\b)',
    '(?<path>(?<![\\w.)<\\]])(?:/[^\\s/"\'`,;:()[\\]{}<>|=&?*#]+)+)',
  ].join('|'),
  'giu',
);

/** Words as logs have them, with what may stand inside a name. */
const words = /[\p{L}\p{N}_]+(?:[-.@:+/]+[\p{L}\p{N}_]+)*/gu;
const plainWord = /^[\p{L}\p{N}_]+(?:[-.@:+/]+[\p{L}\p{N}_]+)*$/u;
const userNames = /\b(?:user|for user|USER=|ruser=|logname=|home\/)[ =]?([a-z_][\w.-]*)/g;

export function createRedactor(pseudonyms: Pseudonyms = createPseudonyms()): Redactor {
  const byWord = new Map<string, NameKind>();
  /** Names that are no single word: with spaces, brackets, at signs at their ends. */
  const odd = new Map<string, NameKind>();
  let oddPattern: RegExp | null = null;
  /** Names that are words too: replaced only where a name stands. */
  const common = new Map<string, NameKind>();
  let commonPattern: RegExp | null = null;

  function learn(kind: NameKind, name: string | null | undefined): void {
    if (name == null || name.length < leastLength || /^\d+$/.test(name) || isPublicName(name)) return;
    if (kind === 'cgroup' && isPublicSegment(name)) return;
    if (kind === 'host' && name.includes('.') && !/^[\d.]+$/.test(name))
      learn('host', name.slice(0, name.indexOf('.')));
    if (isCommonWord(name)) {
      if (common.has(name)) return;
      common.set(name, kind);
      commonPattern = null;
    } else if (plainWord.test(name)) {
      if (!byWord.has(name)) byWord.set(name, kind);
    } else if (!odd.has(name)) {
      odd.set(name, kind);
      oddPattern = null;
    }
  }

  function segment(part: string): string {
    if (isPublicSegment(part)) return part;
    const [, stem = part, ending = ''] =
      /^(.+?)(\.(?:service|scope|slice|mount|socket|timer|log|txt|json|gz|xz|zst|py|sh|jar|conf|so|html|md|csv|\d+)(?:\.gz)?)$/.exec(
        part,
      ) ?? [];
    if (isPublicSegment(stem) || /^(user-\d+|session-\w+|user@\d+|kubepods(-\w+)?)$/.test(stem)) return part;
    const shaped = redactShapes(stem.replace(/^((?:kubepods-\w+-)?pod|docker-|cri-containerd-|crio-|libpod-)/, '$1 '));
    if (shaped !== null) return `${shaped.replace(' ', '')}${ending}`;
    return `${pseudonyms.of(byWord.get(stem) ?? (/^\.(service|scope|slice|mount|socket|timer)$/.test(ending) ? 'unit' : 'name'), stem)}${ending}`;
  }

  /** A container's id, a pod's uid: null where the text has no such shape. */
  function redactShapes(text: string): string | null {
    const [prefix, id] = text.includes(' ') ? (text.split(' ') as [string, string]) : ['', text];
    if (/^[0-9a-f]{8}([-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}$/i.test(id)) return `${prefix} ${uuid(id)}`;
    return /^[0-9a-f]{12,}$/i.test(id) ? `${prefix} ${pseudonyms.hex(id)}` : null;
  }

  const uuid = (id: string): string => {
    const pseudonym = pseudonyms.uuid(id.replaceAll('_', '-'));
    return id.includes('_') ? pseudonym.replaceAll('-', '_') : pseudonym;
  };

  function shape(found: Readonly<Record<string, string | undefined>>): string | null {
    if (found.email !== undefined) return pseudonyms.email(found.email);
    if (found.uuid !== undefined) return uuid(found.uuid);
    if (found.mac !== undefined) return pseudonyms.mac(found.mac);
    if (found.ip4 !== undefined)
      return found.ip4 === '0.0.0.0' || found.ip4 === '127.0.0.1' ? found.ip4 : pseudonyms.ip4(found.ip4);
    if (found.ip6 !== undefined) return isIPv6(found.ip6) && found.ip6.length > 3 ? pseudonyms.ip6(found.ip6) : null;
    if (found.hex !== undefined) {
      return found.hex.startsWith('0x') ? `0x${pseudonyms.hex(found.hex.slice(2))}` : pseudonyms.hex(found.hex);
    }
    if (found.path !== undefined) return `/${found.path.slice(1).split('/').map(segment).join('/')}`;
    return null;
  }

  function word(token: string): string {
    for (let from = 0; from < token.length; ) {
      const rest = token.slice(from);
      const hit = longestName(rest);
      if (hit !== null) {
        const kind = byWord.get(hit) ?? 'name';
        return token.slice(0, from) + pseudonyms.of(kind, hit) + word(rest.slice(hit.length));
      }
      const next = rest.search(/[-.@:+/]+[\p{L}\p{N}_]/u);
      if (next < 0) break;
      from += next + (/^[-.@:+/]+/.exec(rest.slice(next))?.[0].length ?? 1);
    }
    return token;
  }

  /** The longest name that a token begins with, ending at one of its separators. */
  function longestName(token: string): string | null {
    for (let end = token.length; end > 0; ) {
      const candidate = token.slice(0, end);
      if (byWord.has(candidate)) return candidate;
      end = candidate.search(/[-.@:+/]+[\p{L}\p{N}_]+$/u);
    }
    return null;
  }

  function text(original: string): string {
    // What is replaced is put aside, so that no later step replaces a part of it again.
    const aside: string[] = [];
    const keep = (pseudonym: string): string => `\ue000${aside.push(pseudonym) - 1}\ue001`;
    let redacted = original.replaceAll(/[\ue000\ue001]/g, '\ufffd');
    for (const [, user] of redacted.matchAll(userNames)) learn('user', user);
    if (odd.size > 0) {
      oddPattern ??= new RegExp(
        [...odd.keys()]
          .sort((a, b) => b.length - a.length)
          .map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
          .join('|'),
        'gu',
      );
      redacted = redacted.replace(oddPattern, (name) => keep(pseudonyms.of(odd.get(name) ?? 'name', name)));
    }
    if (common.size > 0) {
      commonPattern ??= namePositions([...common.keys()]);
      redacted = redacted.replace(commonPattern, (name) => keep(pseudonyms.of(common.get(name) ?? 'name', name)));
    }
    redacted = redacted.replace(shapes, (...found) => {
      const made = shape(found.at(-1) as Record<string, string | undefined>);
      return made === null ? (found[0] as string) : keep(made);
    });
    redacted = redacted.replace(words, word);
    return redacted.replace(/\ue000(\d+)\ue001/g, (_whole, index: string) => aside[Number(index)] ?? '');
  }

  function value<Data>(data: Data): Data {
    if (typeof data === 'string') return text(data) as Data;
    if (Array.isArray(data)) return data.map(value) as Data;
    if (typeof data !== 'object' || data === null) return data;
    return Object.fromEntries(
      Object.entries(data).map(([key, held]) => [
        key,
        typeof held === 'string' && ownWords.has(key) ? held : isWords(key, held) ? held : value(held),
      ]),
    ) as Data;
  }

  const isWords = (key: string, held: unknown): boolean =>
    ownWords.has(key) && Array.isArray(held) && held.every((one) => typeof one === 'string');

  return { learn, learnRecord: (record) => namesIn(record, learn), text, value, mapping: () => pseudonyms.mapping() };
}
