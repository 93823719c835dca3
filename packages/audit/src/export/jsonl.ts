import { rowId, type AuditRow } from './audit-row.ts'

/** The entry with its id, and its time under the seed's name too. */
export function jsonlLine(row: AuditRow): string {
  const { chain, entry } = row
  const { time, ...rest } = entry
  return visibleJson({ id: rowId(row), timestamp: time, chain, ...rest })
}

/** JSON on one line in which a terminal finds nothing to obey: invisible characters are escaped. */
export function visibleJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Co}]/gu, (character) =>
    Array.from({ length: character.length }, (_, at) => {
      return `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`
    }).join(''),
  )
}
