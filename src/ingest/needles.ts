import { framings } from '../../parsers/framings/index.ts';
import { extractors } from '../../parsers/records/index.ts';
import { bootLandmark } from './boots.ts';

/** What userspace killers print of memory, so that these lines of a log are looked at. Chosen so that the scanner is no slower. */
const killerNeedles = [
  'swap free: ', // earlyoom, once an hour and before it acts
  'MemAvail: ', // nohang with print_mem_check_results
  'MemAvailable [', // nohang's thresholds
  ' MiB, SwapFree: ', // nohang after it acted
  'Pressure: Avg10: ', // systemd-oomd's candidates
  'Current Memory Usage: ',
];

/** What the scanner looks for: all that may open a record, and landmarks. */
export const needles = [
  ...new Set([
    ...extractors.flatMap((extractor) => extractor.openers),
    ...framings.flatMap((framing) => framing.needles),
    bootLandmark,
    ...killerNeedles,
  ]),
];
