export { openShelves } from './open-shelves.ts';
export { openTimeline } from './open-timeline.ts';
export { savedQueries } from './queries/index.ts';
