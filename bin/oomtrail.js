#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const [major, minor] = process.versions.node.split('.').map(Number);

/** Runs this script again under the Node that `npm ci` put into the checkout; signals and the exit status pass through. */
function runUnder(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  const forward = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];
  for (const signal of signals) process.on(signal, forward);
  child.on('error', (error) => {
    process.stderr.write(`oomtrail: cannot start ${node}: ${error.message}\n`);
    process.exitCode = 2;
  });
  child.on('exit', (status, signal) => {
    for (const name of signals) process.removeListener(name, forward);
    if (signal !== null) process.kill(process.pid, signal);
    else process.exitCode = status;
  });
}

// better-sqlite3 crashes an older Node while it loads, so nothing may be imported before the version is known.
if (major > 22 || (major === 22 && minor >= 15)) {
  // The young heap stays as small as it begins: grown, it holds 100 MB of garbage and of what a pipe brought. The old one is
  // cleaned before it has doubled. See docs/performance.md, Memory.
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=60');
  const { main } = await import('../dist/main.js');
  await main(process.argv.slice(2));
} else {
  const ownNode = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
  if (existsSync(ownNode)) {
    runUnder(ownNode);
  } else {
    process.stderr.write(
      `oomtrail needs Node.js 22.15 or newer and this is ${process.versions.node}: install a newer Node.js, or run "npm ci" in the checkout, which brings one.\n`,
    );
    process.exitCode = 2;
  }
}
