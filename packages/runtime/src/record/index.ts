/**
 * The record of a process: a chain of its own in an audit home, opened by its first entry. And what stands in such homes,
 * for whoever reads them, and whether they are intact.
 */
export { judgeHome } from './judge-home.ts'
export { recordPlace, type RecordPlace, type RecordSettings } from './record-place.ts'
export {
  auditHome,
  auditPlace,
  auditPlaceIfAny,
  auditPlaceThatWas,
  homePart,
  type AuditPlace,
} from './reading/audit-place.ts'
export { findRow, parseEntryId } from './reading/find-row.ts'
export { readRows } from './reading/read-rows.ts'
