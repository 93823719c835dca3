/** What calls leave behind for limits: where, listed, and forgotten by a person. */
export type { LimitsNamed } from './limits-place.ts'
export { listLimits, resetLimits, type LimitsStoreOptions } from './limits-store.ts'
export type { SeriesState } from '@kvlar/core'
