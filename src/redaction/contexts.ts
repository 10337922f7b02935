import { type Learn, learnPath } from './names-in.ts';
import type { NameKind } from './pseudonyms.ts';

const unitEndings = '(?:service|scope|slice|mount|socket|timer|target)';
const word = '[\\p{L}_][\\p{L}\\p{N}_.-]{0,62}';

/** Places where a line says that what stands there is a name: for names that no record has told yet. */
const contexts: readonly (readonly [kind: NameKind, names: RegExp])[] = [
  // The kernel's reports: header, dump, table of tasks, choice and kill.
  ['program', /(?:^|[\]:] |[;"=])([^\s:;[\]"=]{1,64}) invoked oom-killer/gu],
  ['program', /\bComm: (.{1,64}?)(?= +(?:Tainted|Not tainted|Kdump))/gu],
  ['program', /\[ *\d{1,10}\](?: +-?\d{1,20}){5,12} +([^\d\s-][^"\\\n]{0,30}?)(?=\s*$|["\\])/gu],
  ['program', /[,:]task=([^,\n]{1,64}),pid=\d/gu],
  ['program', /\bKill(?:ed)? process \d{1,10},? \(([^\n]{1,64}?)\)(?=[ ,]|$)/gu],
  ['program', /(?:^|[\]:] |[;"=])([^\s:;[\]"=]{1,64}): page allocation (?:failure|stalls)/gu],
  ['program', /\btask[: ]([^\s:]{1,64})(?::\d{1,10} blocked for| +state:)/gu],
  // The journal's fields, as JSON and as export.
  ['program', /"(?:_COMM|OBJECT_COMM|COREDUMP_COMM|SYSLOG_IDENTIFIER)"\s*:\s*"([^"\\]{1,64})"/gu],
  ['program', /^(?:_COMM|OBJECT_COMM|COREDUMP_COMM|SYSLOG_IDENTIFIER)=(.{1,64})$/gmu],
  ['host', /"_HOSTNAME"\s*:\s*"([^"\\]{1,255})"/gu],
  ['host', /^_HOSTNAME=(.{1,255})$/gmu],
  ['name', /"_?(?:OBJECT_|COREDUMP_)?CMDLINE"\s*:\s*"((?:[^"\\]|\\.){1,4096})"/gu],
  ['host', /\b(?:hostname|nodeName|node)\\*[=:]\s?\\*"([\p{L}\p{N}.-]{1,255})\\*"/giu],
  ['host', /\bSet hostname to <([^>\s]{1,255})>/gu],
  // Kubernetes and container runtimes.
  ['pod', /\b(?:pod|object)=\\*"([\w.-]{1,253})\/([\w.-]{1,253})\\*"/gu],
  ['pod', /\b(?:podName|pod_name|namespace|pod_namespace|podNamespace)\\*"?[=:]\s?\\*"([\w.-]{1,253})\\*"/giu],
  ['pod', /(?:\bpod=|")([\w.-]{1,253})_([\w.-]{1,63})\([0-9a-f]{8}-?[0-9a-f-]{4,27}\)/gu],
  ['pod', /\bNamespace:\\*"([\w.-]{1,253})\\*", Name:\\*"([\w.-]{1,253})\\*"/gu],
  ['pod', /\bPodSandboxMetadata\{Name:([\w.-]{1,253}),Uid:[^,]{0,64},Namespace:([\w.-]{1,253})/gu],
  ['container', /\bContainerMetadata\{Name:([\w.-]{1,253})/gu],
  ['container', /\bcontainer(?:Name)?=\\*"?([\w.-]{1,253})\\*"?(?= pod=|\s|$)/gu],
  ['container', /\bContainer ([\w.-]{1,253}) was using /gu],
  ['container', /\bcontainer \w+ [0-9a-f]{12,64} \([^)]*\bname=([\w.-]{1,253})/gu],
  ['program', /"ProcessName\\*"\s*:\s*\\*"([^"\\]{1,64})/gu],
  ['program', /\bvictim process: ([^,\n]{1,64}), pid/gu],
  // People.
  ['user', new RegExp(`\\bfor (?:invalid |illegal )?user (${word})`, 'gu')],
  ['user', new RegExp(`\\b(?:Accepted|Failed) [\\w/-]+ for (?:invalid user )?(${word}) from\\b`, 'gu')],
  ['user', new RegExp(`\\b(?:USER|LOGNAME|ruser|logname|user|acct)=["']?(${word})`, 'gu')],
  ['user', new RegExp(`\\b(?:of|by) user (${word})`, 'gu')],
  ['user', new RegExp(`\\b[ug]id=\\d{1,10}\\((${word})\\)`, 'gu')],
  ['user', new RegExp(`\\bsudo(?:\\[\\d+\\])?: +(${word}) : `, 'gu')],
  ['user', new RegExp(`/home/(${word})`, 'gu')],
];
const units = new RegExp(`(?<![\\w@.:\\\\/-])([\\w@:.\\\\-]{1,200}?\\.${unitEndings})(?![\\w.]*\\w)`, 'gu');

/** Learns the names in a text that it names as such itself. */
export function learnFromContext(text: string, learn: Learn): void {
  for (const [kind, names] of contexts) {
    for (const [, ...found] of text.matchAll(names)) for (const name of found) learn(kind, name);
  }
  for (const [, unit] of text.matchAll(units)) learnPath(unit, learn);
}
