import { describe, expect, it } from 'vitest';
import { detectFraming } from '../../../parsers/framings/detect.ts';
import { yamlItem } from '../../../parsers/framings/parts/yaml-item.ts';
import { yamlExport } from '../../../parsers/framings/yaml-export.ts';
import { frame, written } from './frame.ts';

const events = `apiVersion: v1
items:
- apiVersion: v1
  count: 1
  eventTime: null
  firstTimestamp: "2026-06-13T14:35:38Z"
  involvedObject:
    kind: Node
    name: pool-a-7f2c
  kind: Event
  lastTimestamp: "2026-06-13T14:35:38Z"
  message: 'Memory cgroup out of memory: Killed process 41500 (it''s a) total-vm:783352kB,
    anon-rss:201844kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:8kB oom_score_adj:999'
  metadata:
    managedFields:
    - manager: npd
      operation: Update
    name: pool-a-7f2c.17
  reason: OOMKilling
  source:
    component: kernel-monitor
    host: pool-a-7f2c
  type: Warning
- apiVersion: v1
  involvedObject:
    kind: Node
    name: pool-a-7f2c
  kind: Event
  lastTimestamp: "2026-06-13T14:36:38Z"
  message: 'System OOM encountered, victim process: a, pid: 41500'
  reason: SystemOOM
  source:
    component: kubelet
    host: pool-a-7f2c
kind: List
metadata:
  resourceVersion: ""
`;

const entries = `---
insertId: 1abc
jsonPayload:
  MESSAGE: 'node invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=991'
  SYSLOG_IDENTIFIER: kernel
  _HOSTNAME: pool-a-7f2c
  _SOURCE_MONOTONIC_TIMESTAMP: '608218483'
  _TRANSPORT: kernel
timestamp: '2026-06-13T14:35:38.123456Z'
---
insertId: 1abd
labels:
  is_text_escaped: 'true'
textPayload: '[  608.218490] Mem-Info:\\r\\n'
timestamp: '2026-06-13T14:35:38.123499Z'
`;

describe('events and entries as YAML', () => {
  it('of kubectl name node and time, and a quoted line of the kernel is whole', () => {
    const { entries: read, refused } = frame(yamlExport, events);
    expect(refused).toEqual([]);
    expect(read).toMatchObject([
      {
        host: 'pool-a-7f2c',
        writer: 'unproved',
        text: "Memory cgroup out of memory: Killed process 41500 (it's a) total-vm:783352kB, anon-rss:201844kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:8kB oom_score_adj:999",
        span: { line: 3, lines: 21 },
      },
      { host: 'pool-a-7f2c', writer: 'user', tag: 'kubelet', span: { line: 24 } },
    ]);
    expect(written(read[0] ?? null)).toBe('2026-06-13T14:35:38.000000 0');
  });

  it('of gcloud have the journal’s fields, or the text of a console', () => {
    expect(frame(yamlExport, entries).entries).toMatchObject([
      { writer: 'kernel', host: 'pool-a-7f2c', monotonicUs: 608_218_483, text: expect.stringMatching(/^node .*=991$/) },
      { writer: 'unproved', monotonicUs: 608_218_490, text: 'Mem-Info:' },
    ]);
  });

  it('of kubectl may be one, in a document of its own', () => {
    const one = `involvedObject:
  kind: Node
  name: pool-a-7f2c
reason: OOMKilling
message: >-
  Memory cgroup out of memory: Killed process 7 (java) total-vm:8kB,
  anon-rss:4kB
`;
    const [entry, ...others] = frame(yamlExport, one).entries;
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      host: 'pool-a-7f2c',
      stamp: null,
      writer: 'unproved',
      text: 'Memory cgroup out of memory: Killed process 7 (java) total-vm:8kB, anon-rss:4kB',
    });
    expect(frame(yamlExport, `apiVersion: v1\nkind: Event\n${one}`).entries).toMatchObject([
      { span: { line: 1, lines: 9 } },
    ]);
  });

  it.each([
    ['kubectl', events],
    ['gcloud', entries],
  ])('of %s are detected', (_, text) => {
    expect(detectFraming(text.split('\n'))?.name).toBe('yaml-export');
  });

  // A manifest is no log, and a list in a text may have a dump below it.
  it.each([
    [
      'a manifest',
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: web\n    image: web:1\n',
    ],
    ['a list in a text', '- dmesg:\n    [  608.218483] Mem-Info:\n---\n[  608.218483] Mem-Info:\n'],
  ])('%s is none', (_, text) => {
    expect(frame(yamlExport, text).entries).toEqual([]);
    expect(detectFraming(text.split('\n'))?.name).not.toBe('yaml-export');
  });

  it('a separator takes nothing that follows it', () => {
    const text = `${entries}---\n[  608.218500] Out of memory: Killed process 7 (a)\n`;
    expect(frame(yamlExport, text).refused).toEqual(['---', '[  608.218500] Out of memory: Killed process 7 (a)']);
  });
});

/** The styles in which Go's and Python's libraries write a text. */
describe('a scalar of YAML', () => {
  it.each([
    ['plain', 'a: b c', 'b c'],
    ['plain on two lines', 'a: b\n  c', 'b c'],
    ['in single quotes', "a: 'it''s: b'", "it's: b"],
    ['in double quotes', 'a: "b\\n\\tc \\x41 \\u0042 \\"d\\""', 'b\n\tc A B "d"'],
    ['in double quotes on two lines', 'a: "b\n  c"', 'b c'],
    ['in double quotes, broken inside a word', 'a: "b\\\n  \\ c"', 'b c'],
    ['as it stands', 'a: |-\n  b\n   c\nd: e', 'b\n c'],
    ['folded', 'a: >-\n  b\n  c', 'b c'],
    ['null', 'a: null', null],
    ['of a name in quotes', '"a": b', 'b'],
    ['whose quotes never end', "a: 'b\n  c", 'b c'],
  ])('%s', (_, text, expected) => {
    expect(yamlItem(text.split('\n')).a).toBe(expected);
  });

  it('stands in mappings; lists are left out', () => {
    expect(yamlItem(['a:', '  b: c', '  d:', '  - e: f', '  g:', '    h: i', 'j: {}', 'k: l'])).toEqual({
      a: { b: 'c', g: { h: 'i' } },
      k: 'l',
    });
  });
});
