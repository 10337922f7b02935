/** The outcome of one case for people and for test harnesses. */
export interface CaseOutcome {
  readonly name: string;
  readonly passed: boolean;
  /** What went wrong, several lines; empty where the case passed. */
  readonly detail: string;
}

/** Test Anything Protocol 14. */
export function tap(outcomes: readonly CaseOutcome[]): string {
  const lines = ['TAP version 14', `1..${outcomes.length}`];
  outcomes.forEach(({ name, passed, detail }, index) => {
    lines.push(`${passed ? 'ok' : 'not ok'} ${index + 1} - ${name.replaceAll('#', '\\#')}`);
    if (detail !== '')
      lines.push('  ---', ...`detail: |\n${indent(detail, '  ')}`.split('\n').map((line) => `  ${line}`), '  ...');
  });
  return `${lines.join('\n')}\n`;
}

/** JUnit's XML as continuous-integration servers read it. */
export function junit(outcomes: readonly CaseOutcome[]): string {
  const failures = outcomes.filter(({ passed }) => !passed).length;
  const cases = outcomes.map(({ name, passed, detail }) =>
    passed
      ? `  <testcase name="${escapeXml(name)}"/>`
      : `  <testcase name="${escapeXml(name)}"><failure>${escapeXml(detail)}</failure></testcase>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="corpus" tests="${outcomes.length}" failures="${failures}">\n${cases.join('\n')}\n</testsuite>\n`;
}

/** A line a case, the failing ones with their detail, and a closing count. */
export function plain(outcomes: readonly CaseOutcome[]): string {
  const lines = outcomes.map(
    ({ name, passed, detail }) =>
      `${passed ? 'ok  ' : 'FAIL'} ${name}${detail === '' ? '' : `\n${indent(detail, '     ')}`}`,
  );
  const passed = outcomes.filter((outcome) => outcome.passed).length;
  return `${lines.join('\n')}\n${passed} passed, ${outcomes.length - passed} failed\n`;
}

function indent(text: string, by: string): string {
  return text
    .split('\n')
    .map((line) => `${by}${line}`)
    .join('\n');
}

function escapeXml(text: string): string {
  const printable = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
  return printable.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
