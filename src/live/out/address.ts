/** An address that the user named, apart from what in it is secret. */
export interface Address {
  /** Without user and password. */
  readonly url: URL;
  /** For the header; null where the address holds no user. */
  readonly authorization: string | null;
  /** For sentences: neither user nor query nor, where `pathIsSecret`, the path, in which many services keep a token. */
  readonly name: string;
}

export function addressOf(typed: URL, { pathIsSecret = false } = {}): Address {
  const url = new URL(typed);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const authorization = username === '' ? null : `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
  return { url, authorization, name: pathIsSecret ? url.origin : `${url.origin}${url.pathname}` };
}
