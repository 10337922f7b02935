/** What says whose message it is: every entry of one journal has the same of these, in no fixed order. */
const identity = ['_BOOT_ID', '_HOSTNAME', '_TRANSPORT'] as const;

/** Tells an entry that the end of the file cut by what the entries before it had. */
export interface CutEntries {
  /** An entry that ended well. */
  whole(fields: ReadonlyMap<string, string>): void;
  isCut(fields: ReadonlyMap<string, string>): boolean;
}

export function cutEntries(): CutEntries {
  let always: readonly string[] | null = null;
  return {
    whole(fields) {
      if (always === null || !always.every((name) => fields.has(name)))
        always = (always ?? identity).filter((name) => fields.has(name));
    },
    isCut: (fields) => always !== null && !always.every((name) => fields.has(name)),
  };
}
