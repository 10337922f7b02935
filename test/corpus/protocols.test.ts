import { expect, it } from 'vitest';
import { corpus } from '../../src/cli/commands/corpus.ts';
import { protocols } from '../../src/corpus/protocols.ts';

const outcomes = [
  { name: 'oom-kill/one', passed: true, detail: '' },
  { name: 'silent/#2', passed: false, detail: '- <a> & "b"\n+ \u001b[31mred' },
];

it('text names what failed and counts', () => {
  expect(protocols.text(outcomes)).toBe('FAIL silent/#2\n     - <a> & "b"\n     + \u001b[31mred\n1 passed, 1 failed\n');
});

// "#" begins a directive in TAP: "not ok 2 - x # SKIP" would be taken for a pass.
it('TAP has a plan, escapes directives and indents its YAML', () => {
  expect(protocols.tap(outcomes)).toBe(`TAP version 14
1..2
ok 1 - oom-kill/one
not ok 2 - silent/\\#2
  ---
  detail: |
    - <a> & "b"
    + \u001b[31mred
  ...
`);
});

// One control character makes the whole report unreadable for an XML parser.
it('JUnit is well-formed whatever a log holds', () => {
  expect(protocols.junit(outcomes)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="corpus" tests="2" failures="1">
  <testcase classname="corpus" name="oom-kill/one"/>
  <testcase classname="corpus" name="silent/#2"><failure>- &lt;a&gt; &amp; &quot;b&quot;
+ \ufffd[31mred</failure></testcase>
</testsuite>
`);
});

it('the command offers each of them, the same one first', () => {
  expect(corpus.formats).toEqual(Object.keys(protocols));
});
