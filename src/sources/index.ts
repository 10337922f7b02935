export { discover } from './discover.ts';
export type { ByteSource, SourceSet } from './source.ts';
