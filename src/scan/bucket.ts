import { byteFrequency, fingerprintBytes, ordinaryWords } from './frequencies.ts';

/** For each place of a fingerprint the sets of low and of high nibbles that pass, as bits. */
export type Tables = readonly number[];

/** Fingerprints that the kernel tells from each other only by comparing. */
export interface Bucket {
  readonly members: readonly string[];
  readonly tables: Tables;
  /** Share of places that pass if letters stood in any order, and in ordinary text. */
  readonly rate: number;
  readonly ordinaryRate: number;
}

export function createBucket(members: readonly string[], tables: Tables = unionOf(members)): Bucket {
  return { members, tables, rate: independentRate(tables), ordinaryRate: ordinaryRate(tables) };
}

export const unionOfTables = (first: Tables, second: Tables): Tables =>
  first.map((set, index) => set | (second[index] as number));

const unionOf = (members: readonly string[]): Tables => members.map(tablesOf).reduce(unionOfTables);

function tablesOf(fingerprint: string): Tables {
  const tables: number[] = [];
  for (let place = 0; place < fingerprintBytes; place += 1) {
    const byte = fingerprint.charCodeAt(place);
    tables.push(1 << (byte & 15), 1 << (byte >> 4));
  }
  return tables;
}

/** What most logs are full of: letters of it that pass a filter make it slow on most logs. */
const ordinaryText = [
  ' sshd accepted publickey for root from port pam_unix session opened for user by cron sudo systemd started session of user starting finished kernel audit nginx upstream timed out connection closed request error server client postgres kubelet dockerd level info time dhclient bound to address',
  ' 10:31:47 web-1 sshd[16342]: 09:58:26 db2 CRON[27593]: (root) CMD (2026-04-13T08:09:54.163827+00:00 level=info msg=10.0.18.235 port 51794 status 200 1843 bytes 0.273 ms id 7f3a9c41',
  ' try again retry request returned directory removed already running memory released only root may query results every report binary output discovery of key exchange policy rejected temporary failure in name resolution delivery postponed by remote notify ready reply from proxy primary replica not reachable health check passed',
  ordinaryWords,
].join('');
/** Four bytes of it are about this share of a log's places. */
const gramShare = 1 / ordinaryText.length;

export function ordinaryRate(tables: Tables): number {
  let passing = 0;
  for (let at = 0; at + fingerprintBytes <= ordinaryText.length; at += 1) if (passesAt(at, tables)) passing += 1;
  return passing * gramShare;
}

/** Whether the tables let the four bytes of the ordinary text pass that stand here. */
function passesAt(at: number, tables: Tables): boolean {
  for (let place = 0; place < fingerprintBytes; place += 1) {
    const byte = ordinaryText.charCodeAt(at + place);
    if ((((tables[2 * place] as number) >> (byte & 15)) & ((tables[2 * place + 1] as number) >> (byte >> 4)) & 1) === 0)
      return false;
  }
  return true;
}

/** How likely bytes of a log pass: low and high nibbles are matched apart. */
export function independentRate(tables: Tables): number {
  let rate = 1;
  for (let place = 0; place < fingerprintBytes; place += 1) {
    const lows = tables[2 * place] as number;
    const highs = tables[2 * place + 1] as number;
    let passing = 0;
    // Only the bits that are set: most sets have two or three.
    for (let left = highs; left !== 0; left &= left - 1) {
      const row = lowestBit(left) * 16;
      for (let low = lows; low !== 0; low &= low - 1) passing += byteFrequency[row + lowestBit(low)] as number;
    }
    rate *= passing;
  }
  return rate;
}

const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits);
