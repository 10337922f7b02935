import { framings } from '../../parsers/framings/index.ts';

/** How far before a find an entry may begin. A file may go on in another framing than it began with: the farthest of all. */
export const linesBefore = Math.max(8, ...framings.map(({ lookBehindLines }) => lookBehindLines));
