import type { CaseOutcome } from './run.ts';

/** Ways to tell how cases fared. The first is the default. */
export const protocols = { text, tap, junit } as const satisfies Record<
  string,
  (outcomes: readonly CaseOutcome[]) => string
>;

/** The failing cases with their detail, and a closing count. */
function text(outcomes: readonly CaseOutcome[]): string {
  const failed = outcomes.filter(({ passed }) => !passed);
  const told = failed.map(({ name, detail }) => `FAIL ${name}\n${indent(detail, '     ')}\n`);
  return `${told.join('')}${outcomes.length - failed.length} passed, ${failed.length} failed\n`;
}

/** Test Anything Protocol 14. */
function tap(outcomes: readonly CaseOutcome[]): string {
  const lines = outcomes.map(({ name, passed, detail }, index) => {
    const line = `${passed ? 'ok' : 'not ok'} ${index + 1} - ${name.replaceAll(/[\\#]/g, '\\$&')}`;
    return passed ? line : `${line}\n  ---\n  detail: |\n${indent(detail, '    ')}\n  ...`;
  });
  return ['TAP version 14', `1..${outcomes.length}`, ...lines, ''].join('\n');
}

/** JUnit's XML as continuous-integration servers read it. */
function junit(outcomes: readonly CaseOutcome[]): string {
  const failures = outcomes.filter(({ passed }) => !passed).length;
  const cases = outcomes.map(({ name, passed, detail }) => {
    const opening = `  <testcase classname="corpus" name="${escapeXml(name)}"`;
    return passed ? `${opening}/>` : `${opening}><failure>${escapeXml(detail)}</failure></testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="corpus" tests="${outcomes.length}" failures="${failures}">`,
    ...cases,
    '</testsuite>',
    '',
  ].join('\n');
}

function indent(block: string, by: string): string {
  return block.replaceAll(/^/gm, by);
}

/** XML 1.0 has no way to write most control characters. */
function escapeXml(raw: string): string {
  return raw
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
