/** The record of a process: a chain of its own in an audit home, opened by its first entry, and whether it is intact. */
export { judgeHome, unsignedChains, verdictText, type JudgedHome } from './judge-home.ts'
export { trustedKeys, type NamedKeys, type Trust } from './trusted-keys.ts'
export { recordPlace, type RecordPlace, type RecordSettings } from './record-place.ts'
