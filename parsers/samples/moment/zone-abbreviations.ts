/**
 * Offsets of zone abbreviations that mean one thing only. CST, IST and BST are left out: each names several zones, and a
 * wrong offset is worse than none.
 */
const offsets: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  Z: 0,
  UCT: 0,
  WET: 0,
  WEST: 60,
  CET: 60,
  CEST: 120,
  MEZ: 60,
  MESZ: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  PKT: 300,
  WIB: 420,
  HKT: 480,
  SGT: 480,
  AWST: 480,
  JST: 540,
  KST: 540,
  ACST: 570,
  AEST: 600,
  AEDT: 660,
  NZST: 720,
  NZDT: 780,
  NST: -210,
  NDT: -150,
  AKST: -540,
  AKDT: -480,
  HST: -600,
  PST: -480,
  PDT: -420,
  MST: -420,
  MDT: -360,
  CDT: -300,
  EST: -300,
  EDT: -240,
  BRT: -180,
};

/** Minutes east of UTC, null where the abbreviation is unknown or ambiguous. */
export function zoneOffsetMinutes(abbreviation: string): number | null {
  return offsets[abbreviation] ?? null;
}
