/** What a name names: the word that its pseudonym begins with. */
export type NameKind = 'host' | 'user' | 'program' | 'unit' | 'pod' | 'container' | 'cgroup' | 'name';

/** Pseudonyms by order of appearance: the same name has the same one everywhere, and nothing of the name is in it. */
export interface Pseudonyms {
  /** `host-1`, `program-7`. */
  of(kind: NameKind, name: string): string;
  /** Hexadecimal digits, as many as there were: a counter, so that ids stay ids and parsers still read them. */
  hex(digits: string): string;
  uuid(uuid: string): string;
  /** From the ranges that RFC 5737, RFC 3849 and RFC 7042 keep for documentation. */
  ip4(address: string): string;
  ip6(address: string): string;
  mac(address: string): string;
  email(address: string): string;
  /** Every name and what stands for it. */
  mapping(): Readonly<Record<string, string>>;
}

const documentationNetworks = ['192.0.2', '198.51.100', '203.0.113'] as const;

/** @param earlier a mapping of an earlier run, which holds in this one: its names keep their pseudonyms, and no other gets one of them */
export function createPseudonyms(earlier: Readonly<Record<string, string>> = {}): Pseudonyms {
  const known = new Map<string, { readonly original: string; readonly pseudonym: string }>();
  const counts = new Map<string, number>();
  const taken = new Set(Object.values(earlier));
  for (const [original, pseudonym] of Object.entries(earlier))
    known.set(original.toLowerCase(), { original, pseudonym });

  function remember(family: string, original: string, make: (count: number) => string): string {
    const held = known.get(original.toLowerCase());
    if (held) return held.pseudonym;
    let count = counts.get(family) ?? 0;
    let pseudonym: string;
    do {
      count += 1;
      pseudonym = make(count);
    } while (taken.has(pseudonym) && count <= taken.size);
    counts.set(family, count);
    known.set(original.toLowerCase(), { original, pseudonym });
    return pseudonym;
  }

  const counter = (count: number, length: number): string => count.toString(16).padStart(length, '0').slice(-length);

  return {
    of: (kind, name) => remember(kind, name, (count) => `${kind}-${count}`),
    hex: (digits) => remember(`hex ${digits.length}`, digits, (count) => counter(count, digits.length)),
    uuid: (uuid) => remember('uuid', uuid, (count) => `00000000-0000-4000-8000-${counter(count, 12)}`),
    ip4: (address) => remember('ip4', address, ip4Of),
    ip6: (address) => remember('ip6', address, (count) => `2001:db8::${count.toString(16)}`),
    mac: (address) => remember('mac', address, (count) => `00:00:5e:00:53:${counter(count % 256, 2)}`),
    email: (address) => remember('email', address, (count) => `user-${count}@example.org`),
    mapping: () => Object.fromEntries([...known.values()].map(({ original, pseudonym }) => [original, pseudonym])),
  };
}

/** 762 addresses for documentation, then private ones. */
function ip4Of(count: number): string {
  const network = documentationNetworks[Math.floor((count - 1) / 254)];
  return network === undefined
    ? `10.${(count >> 16) & 255}.${(count >> 8) & 255}.${count & 255}`
    : `${network}.${((count - 1) % 254) + 1}`;
}
