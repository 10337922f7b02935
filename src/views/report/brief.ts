/** A control group's path of more than three segments: `/kubepods.slice/.../kubepods-burstable-pod6f1b….slice/cri-containerd-45….scope`. */
const deepGroup = /(?<![\w.])(\/[\w.@:-]*(?:\.slice|kubepods)[\w.@:-]*)(?:\/[\w.@:-]+){2,}(\/[\w.@:-]+)/g;
const longId = /(?<![0-9a-f])([0-9a-f]{12})[0-9a-f]{20,}(?![0-9a-f])/g;

/**
 * A sentence for somebody who reads on: ids by their first twelve digits, as container tools print them, and deep groups
 * by their ends. The whole names stand in the table of facts and in the log.
 */
export function brief<Told extends { readonly text: string }>(told: Told): Told {
  return { ...told, text: briefText(told.text) };
}

export function briefText(text: string): string {
  return text.replace(deepGroup, '$1/…$2').replace(longId, '$1…');
}
