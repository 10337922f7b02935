/**
 * One name for one host: a short name counts as the fully qualified one when exactly one of those begins with it. Two
 * machines `web.a` and `web.b` stay two.
 */
export function hostNames(hosts: Iterable<string>): (host: string) => string {
  const qualified = new Map<string, Set<string>>();
  const all = new Set<string>();
  for (const host of hosts) {
    const name = host.toLowerCase();
    all.add(name);
    const dot = name.indexOf('.');
    if (dot <= 0) continue;
    const short = name.slice(0, dot);
    qualified.set(short, (qualified.get(short) ?? new Set()).add(name));
  }
  return (host) => {
    const name = host.toLowerCase();
    const longer = qualified.get(name);
    const [one] = longer ?? [];
    return longer?.size === 1 && one !== undefined ? one : name;
  };
}
