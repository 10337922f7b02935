import type { AppOom } from '../../model/records/app-oom.ts';

/** What a runtime prints behind its message, at the start of a line: stack, notes on the way out, a native report. */
const AFTERMATH: Readonly<Record<AppOom['runtime'], RegExp>> = {
  jvm: /^(?:Caused by: |Suppressed: |\.\.\. \d+ |#|Dumping heap to |Heap dump file created|(?:Terminating|Aborting) due to java\.lang|Error: (?:Could not create|A fatal exception)|(?:OpenJDK|Java HotSpot\(TM\)) \S+ (?:Server|Client) VM warning: )/,
  node: /^(?:-----|<---|#|\d{1,3}: 0x|\[\d+:0x)/,
  python: /^(?:Traceback \(|During handling of |The above exception |Exception ignored in)/,
  go: /^(?:fatal error: |goroutine \d+ |runtime stack:|created by |\[signal |r\w{1,2} {1,5}0x|[\w./*()-]{1,200}\(.*\)$)/,
  other:
    /^(?:terminate called|Aborted|DETAIL: |HINT: |CONTEXT: |STATEMENT: |note: run with|PHP {1,3}\d{1,3}\. |Stack trace:)/,
};

/** True if a line of the same writer goes on with the message before it. */
export function isAftermath(text: string, runtime: AppOom['runtime']): boolean {
  return text === '' || /^\s/.test(text) || AFTERMATH[runtime].test(text);
}
