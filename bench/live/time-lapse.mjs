/**
 * Loaded before a program (`node --import`): its clock and its timers go OOMTRAIL_TIME_LAPSE times as fast, in its threads too, so
 * that hours of what happens by the clock fit into minutes. What measures its own cost (`performance.now`) is left alone.
 *
 * Not TypeScript: what strips its types would be loaded into the program that is measured, 8 MB of it.
 */
const speed = Number(process.env.OOMTRAIL_TIME_LAPSE ?? 1);
const now = Date.now;
const startedMs = now();
Date.now = () => Math.round(startedMs + (now() - startedMs) * speed);

const { setTimeout: once, setInterval: often } = globalThis;
globalThis.setTimeout = Object.assign((run, ms = 0, ...args) => once(run, ms / speed, ...args), once);
globalThis.setInterval = (run, ms = 0, ...args) => often(run, ms / speed, ...args);
