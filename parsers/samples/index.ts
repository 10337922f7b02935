import { meminfo } from './meminfo.ts';
import type { SampleFormat } from './sample-format.ts';

/** Every sample format. Order: strict ones first. */
export const sampleFormats: readonly SampleFormat[] = [meminfo];
