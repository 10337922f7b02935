/**
 * The value of `key=value` or `key="value"` in a line of klog (kubelet) or logrus (containerd, dockerd); null if the key
 * is absent. Escaped quotes inside a quoted value end it: names and ids contain none.
 */
export function logfmtValue(text: string, key: string): string | null {
  const mark = `${key}=`;
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
    if (at > 0 && !/[\s"\\]/.test(text.charAt(at - 1))) continue;
    const start = at + mark.length;
    const quoted = /^\\*"/.exec(text.slice(start, start + 8));
    const from = start + (quoted?.[0].length ?? 0);
    let end = from;
    while (end < text.length && !(quoted ? /["\\]/ : /[\s"\\,]/).test(text.charAt(end))) end++;
    return end > from ? text.slice(from, end) : null;
  }
  return null;
}
