/**
 * The text of a client's file: its servers read, Kvlar put in front of them and taken away again.
 *
 * Texts come in and go out. No file is opened; who has one on the disk wants `@kvlar/clients/file`.
 */
export { openConfig, type OpenConfig } from './servers/open-config.ts'
export { wrapConfig, type WrappedConfig } from './rewrite/wrap-config.ts'
export type { WrapSettings } from './rewrite/wrap-server.ts'
export { unwrapConfig, type UnwrapChoice, type UnwrappedConfig } from './rewrite/unwrap-config.ts'
export { unifiedDiff, type DiffNames } from './diff/unified-diff.ts'
