/** The record of a process: a chain of its own in an audit home, opened by its first entry. */
export { recordPlace, type RecordPlace, type RecordSettings } from './record-place.ts'
