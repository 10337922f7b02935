/** `web01`, `WEB01.example.com` and `web01.example.com:9100` are one host; two full names are compared in full. */
export function sameHost(a: string, b: string): boolean {
  const [left, right] = [plainName(a), plainName(b)];
  if (left === right) return true;
  const short = left.length < right.length ? left : right;
  const long = left.length < right.length ? right : left;
  return short !== '' && !short.includes('.') && long.startsWith(`${short}.`);
}

/** True for what names no host of its own: `localhost` and IP addresses, with or without a port. */
export function isAddress(host: string): boolean {
  const name = plainName(host);
  return (
    name === '' ||
    /^localhost(?:\.localdomain)?$/.test(name) ||
    /^[\d.]+$/.test(name) ||
    /^\[?[\da-f]*:[\da-f:.]+\]?$/.test(name)
  );
}

function plainName(host: string): string {
  return host
    .toLowerCase()
    .replace(/^([^:]+):\d{1,5}$/, '$1')
    .replace(/\.$/, '');
}
