import { readable } from '../../../../views/readable.ts';
import type { App } from '../../../app/state.ts';
import type { Address } from '../../../engine/model/address.ts';
import type { Dossier } from '../../../engine/model/dossier.ts';

const same = (a: Address, b: Address): boolean => a.path === b.path && a.byteStart === b.byteStart;

/** The same report where it stands in plain lines: the incident names every copy of its first one. */
export function readableReport({ found }: App, { incident }: Dossier, address: Address | null): Address | null {
  const [first] = incident.sources;
  if (address !== null && (first === undefined || !same(first, address))) return address;
  const formats = new Map(found.files.map(({ path, format }) => [path, format]));
  return readable(incident.sources, (path) => formats.get(path) ?? null) ?? address;
}
