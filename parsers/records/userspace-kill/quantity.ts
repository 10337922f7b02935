const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

const QUANTITY = /^(\d{1,16})([kMGTP]i?|Ki)?$/;

/** A Kubernetes quantity in bytes (`166088Ki`, `128M`, `0`): these are exact, never rounded. Null for anything else. */
export function quantityBytes(text: string): number | null {
  const match = QUANTITY.exec(text);
  const factor = match ? FACTORS[match[2] ?? ''] : undefined;
  if (!match || factor === undefined) return null;
  const bytes = Number(match[1]) * factor;
  return Number.isSafeInteger(bytes) ? bytes : null;
}
