import { expect, test } from 'vitest';
import { learnPath } from '../../src/redaction/names-in.ts';

// What every systemd machine has names nobody; everything else in the path of a cgroup may.
test.each<[string, readonly string[]]>([
  ['/system.slice/leaky-api.service', ['unit leaky-api']],
  ['/user.slice/user-1000.slice/session-3.scope', []],
  ['/user.slice/user-1000.slice/user@1000.service/app.slice/billing.scope', ['unit app', 'unit billing']],
  ['/init.scope', []],
  ['/payroll.slice', ['unit payroll']],
  ['/docker/payroll', ['cgroup docker', 'cgroup payroll']],
  ['/kubepods.slice/kubepods-burstable.slice', []],
  ['/kubepods-burstable-pod0a1b2c3d_1111_2222_3333_444455556666.slice', []],
  ['nightly.timer', ['unit nightly']],
])('the names in %s are %j', (path, names) => {
  const learned: string[] = [];
  learnPath(path, (kind, name) => name !== '' && learned.push(`${kind} ${name}`));
  expect(learned).toEqual(names);
});
