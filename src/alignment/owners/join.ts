import type { Incident } from '../../diagnosis/analysis.ts';
import { folderOf, isNear, nearest, partsOf } from './folders.ts';
import { isAddress, sameHost } from './host-name.ts';

/** A folder with logs, and the hosts that these name. */
export interface LogFolder {
  readonly directory: string;
  readonly hosts: readonly string[];
}

/** Samples that name one host, or lie in one folder where they name none. */
export interface SampleOrigin {
  readonly host: string | null;
  readonly directory: string;
}

/** What binds samples to a log: both name the host, their folders, that there is only one host, or the user's word. */
export type JoinBasis = 'host' | 'folder' | 'only-host' | 'named-by-user';

/** Whose samples they are: those of a host, of logs in these folders, or nobody's, and why. */
export type Owner =
  | {
      readonly host: string | null;
      readonly directories: ReadonlySet<string>;
      readonly basis: JoinBasis;
      /** What a reader must know of this join; null where both sides name the same host. */
      readonly doubt: string | null;
    }
  | { readonly unjoined: string };

/** Samples without a log are nobody's, and there is nothing to tell apart. */
export const noLog: Owner = { unjoined: 'no log was read' };

type JoinedIncident = Pick<Incident, 'host' | 'sources'>;

/**
 * Decides which samples belong to which log: the same host; else the logs in the nearest common folder, if these are of one
 * host; else, if there is only one host, that one; else nobody's. Folders whose path names a host count as that host's.
 *
 * `named` are the PATHs of `--samples`: what the user names belongs to the only host even where it names another.
 */
export function createOwnership(
  logs: readonly LogFolder[],
  named: readonly string[] = [],
): (origin: SampleOrigin) => Owner {
  const hosts = distinctHosts(logs.flatMap((log) => log.hosts));
  const canonical = (host: string): string => hosts.find((other) => sameHost(other, host)) ?? host;
  const byFolder = foldersWithHosts(logs, canonical);
  const everywhere = new Set(byFolder.keys());

  /** Folders whose logs are of this host alone: what stands in them without a host is its own. */
  const foldersOf = (host: string): Set<string> =>
    new Set(
      [...byFolder].filter(([, named]) => named.length === 1 && named[0] === host).map(([directory]) => directory),
    );

  function only(basis: JoinBasis, doubt: string | null): Owner | null {
    if (hosts.length === 1) return { host: hosts[0] as string, directories: everywhere, basis, doubt };
    if (hosts.length === 0 && byFolder.size === 1) return { host: null, directories: everywhere, basis, doubt };
    return null;
  }

  function byHost(host: string, directory: string): Owner {
    const own = hosts.find((other) => sameHost(other, host));
    if (own !== undefined) return { host: own, directories: foldersOf(own), basis: 'host', doubt: null };
    const near = nearest(directory, byFolder.keys());
    const nearHosts = distinctHosts(near.flatMap((folder) => byFolder.get(folder) ?? []));
    if (near.length === 1 && nearHosts.length === 0)
      return { host: null, directories: new Set(near), basis: 'folder', doubt: null };
    if (named.some((path) => isNear(directory, path))) {
      const sole = only('named-by-user', `the samples name the host ${host}, the log ${hosts[0] ?? 'none'}`);
      if (sole) return sole;
    }
    if (byFolder.size === 0) return noLog;
    return hosts.length === 0
      ? (only('only-host', null) ?? { unjoined: `several logs name no host, and one may be that of ${host}` })
      : { unjoined: `no log is of the host ${host}` };
  }

  function byPlace(directory: string): Owner {
    const spelled = hosts.filter((host) => partsOf(directory).some((part) => sameHost(part, host)));
    if (spelled.length === 1)
      return { host: spelled[0] as string, directories: foldersOf(spelled[0] as string), basis: 'folder', doubt: null };
    const near = nearest(directory, byFolder.keys());
    const nearHosts = distinctHosts(near.flatMap((folder) => byFolder.get(folder) ?? []));
    if (nearHosts.length === 1)
      return {
        host: nearHosts[0] as string,
        directories: foldersOf(nearHosts[0] as string),
        basis: 'folder',
        doubt: null,
      };
    if (nearHosts.length === 0 && near.length === 1)
      return { host: null, directories: new Set(near), basis: 'folder', doubt: null };
    const sole = only('only-host', null);
    if (sole) return sole;
    if (byFolder.size === 0) return noLog;
    return {
      unjoined:
        nearHosts.length > 1
          ? `the nearest logs are of several hosts (${nearHosts.slice(0, 3).join(', ')})`
          : 'logs of several folders are equally near',
    };
  }

  return ({ host, directory }) => (host === null || isAddress(host) ? byPlace(directory) : byHost(host, directory));
}

/** Whether an owner's log is the one that an incident stands in. */
export function owns(owner: Owner, incident: JoinedIncident): boolean {
  if ('unjoined' in owner) return false;
  if (owner.host !== null && incident.host !== null) return sameHost(owner.host, incident.host);
  return incident.sources.some(({ path }) => owner.directories.has(folderOf(path)));
}

/** Folders with the hosts their logs name; a folder whose logs name none is its nearest neighbour's, if that is in or around it. */
function foldersWithHosts(
  logs: readonly LogFolder[],
  canonical: (host: string) => string,
): Map<string, readonly string[]> {
  const folders = new Map<string, string[]>();
  for (const { directory, hosts } of logs) {
    const known = folders.get(directory) ?? [];
    folders.set(directory, [...known, ...hosts]);
  }
  const naming = [...folders].filter(([, hosts]) => hosts.length > 0).map(([directory]) => directory);
  return new Map(
    [...folders].map(([directory, hosts]) => {
      if (hosts.length > 0) return [directory, distinctHosts(hosts).map(canonical)];
      const around = naming.filter((other) => isNear(directory, other) || isNear(other, directory));
      const theirs = distinctHosts(around.flatMap((other) => folders.get(other) ?? [])).map(canonical);
      return [directory, theirs.length === 1 ? theirs : []];
    }),
  );
}

/** One name a host; addresses name none. */
function distinctHosts(hosts: readonly string[]): string[] {
  const distinct: string[] = [];
  for (const host of hosts) {
    if (!isAddress(host) && !distinct.some((other) => sameHost(other, host))) distinct.push(host);
  }
  return distinct;
}
