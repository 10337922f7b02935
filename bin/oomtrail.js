#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);

if (major > 22 || (major === 22 && minor >= 15)) {
  const { main } = await import('../dist/src/main.js');
  await main(process.argv.slice(2));
} else {
  // better-sqlite3 crashes an older Node while it loads, so nothing may be imported before this point.
  const ownNode = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
  if (existsSync(ownNode)) {
    const script = fileURLToPath(import.meta.url);
    const child = spawnSync(ownNode, [script, ...process.argv.slice(2)], { stdio: 'inherit' });
    if (child.signal) process.kill(process.pid, child.signal);
    process.exitCode = child.status ?? 70;
  } else {
    process.stderr.write(
      `oomtrail needs Node.js 22.15 or newer and this is ${process.versions.node}: install a newer Node.js, or run "npm ci" in the checkout, which brings one.\n`,
    );
    process.exitCode = 2;
  }
}
