import { isIPv6 } from 'node:net';
import type { Pseudonyms } from './pseudonyms.ts';

/** What tells by its own form that it is an address, an id or a path. */
const shapes = new RegExp(
  [
    '(?<email>(?<![\\w.+-])[\\w.+-]{1,64}@[\\w-]+(?:\\.[\\w-]+)+)',
    '(?<uuid>(?:(?<=pod)|(?<![0-9a-z]))[0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12}\\b)',
    '(?<mac>\\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\\b)',
    '(?<ip4>(?<![\\w.])(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?![\\w.]*\\w))',
    '(?<ip6>(?<![\\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\\w:]))',
    '(?<hex>(?<![\\w])(?:0x)?(?=\\d*[a-f])[0-9a-f]{12,}(?![\\w])|(?<=[-_])[0-9a-f]{32,}(?![\\w])|\\b[0-9a-f]{32,}\\b)',
    '(?<path>(?<![\\w.)<\\]])(?:/[^\\s/"\'`,;:()[\\]{}<>|=&?*#]+)+)',
  ].join('|'),
  'giu',
);

type Shapes = Readonly<Record<string, string | undefined>>;
/** Redacts one segment of a path. */
export type Segment = (part: string) => string;

/** Replaces whatever has such a form; `keep` puts a replacement aside. */
export function replaceShapes(
  text: string,
  pseudonyms: Pseudonyms,
  { segment, keep }: { readonly segment: Segment; readonly keep: (pseudonym: string) => string },
): string {
  return text.replace(shapes, (...found) => {
    const made = replacementOf(found.at(-1) as Shapes, pseudonyms, segment);
    return made === null ? (found[0] as string) : keep(made);
  });
}

function replacementOf(found: Shapes, pseudonyms: Pseudonyms, segment: Segment): string | null {
  if (found.email !== undefined) return pseudonyms.email(found.email);
  if (found.uuid !== undefined) return uuidOf(found.uuid, pseudonyms);
  if (found.mac !== undefined) return pseudonyms.mac(found.mac);
  if (found.ip4 !== undefined) return isOwnAddress(found.ip4) ? found.ip4 : pseudonyms.ip4(found.ip4);
  if (found.ip6 !== undefined) return isIPv6(found.ip6) && found.ip6.length > 3 ? pseudonyms.ip6(found.ip6) : null;
  if (found.hex !== undefined) {
    return found.hex.startsWith('0x') ? `0x${pseudonyms.hex(found.hex.slice(2))}` : pseudonyms.hex(found.hex);
  }
  if (found.path !== undefined) return `/${found.path.slice(1).split('/').map(segment).join('/')}`;
  return null;
}

const isOwnAddress = (address: string): boolean => address === '0.0.0.0' || address === '127.0.0.1';

const idPrefix =
  /^((?:kubepods-(?:\w+-)?)?pod|docker-|cri-containerd-|containerd-|nerdctl-|crio-(?:conmon-)?|libpod-(?:conmon-)?)?(.+)$/;

/** A container's id or a pod's uid with what may stand before it in the name of a group; null where a text has no such form. */
export function redactedId(text: string, pseudonyms: Pseudonyms): string | null {
  const [, prefix = '', id = ''] = idPrefix.exec(text) ?? [];
  if (/^[0-9a-f]{8}([-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}$/i.test(id)) return `${prefix}${uuidOf(id, pseudonyms)}`;
  return /^[0-9a-f]{12,}$/i.test(id) ? `${prefix}${pseudonyms.hex(id)}` : null;
}

/** Groups write the dashes of a uid as underscores. */
function uuidOf(id: string, pseudonyms: Pseudonyms): string {
  const pseudonym = pseudonyms.uuid(id.replaceAll('_', '-'));
  return id.includes('_') ? pseudonym.replaceAll('-', '_') : pseudonym;
}
