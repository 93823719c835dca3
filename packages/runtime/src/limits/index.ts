/** What calls leave behind for limits: listed, and forgotten by a person. */
export { listLimits, resetLimits, type LimitsStoreOptions } from './limits-store.ts'
export type { SeriesState } from '@kvlar/core'
