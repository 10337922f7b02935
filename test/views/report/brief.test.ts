import { expect, test } from 'vitest';
import { brief, briefText } from '../../../src/views/report/brief.ts';

const id = '452cdfcd06a627bfb5406e5c8c197d05734fcd0ad2f02709cbecb033609f3abb';

test('a pod’s group is told by its ends', () => {
  const path = `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod6f1b.slice/cri-containerd-${id}.scope`;
  expect(briefText(`the limit of ${path}: 128 MiB`)).toBe(
    'the limit of /kubepods.slice/…/cri-containerd-452cdfcd06a6….scope: 128 MiB',
  );
});

test('what a person can read stays', () => {
  for (const text of [
    '/system.slice/web.service',
    'in /user.slice/user-1000.slice: 1',
    '/srv/a/b/c/d.log:12',
    'deadbeef',
  ])
    expect(briefText(text)).toBe(text);
});

test('what a statement rests on stays', () => {
  expect(brief({ text: id, refs: [1] })).toEqual({ text: '452cdfcd06a6…', refs: [1] });
});
