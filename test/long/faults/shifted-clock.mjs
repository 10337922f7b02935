// Preloaded: the wall clock of this process is off by as many milliseconds as a file says, looked at ten times a second.
import { readFileSync } from 'node:fs';

const trueNow = Date.now;
let offsetMs = 0;
const look = () => {
  offsetMs = Number(readFileSync(process.env.CLOCK_OFFSET_FILE, 'latin1')) || 0;
};
look();
setInterval(() => {
  try {
    look();
  } catch {
    // It is being written.
  }
}, 100).unref();
Date.now = () => trueNow() + offsetMs;
