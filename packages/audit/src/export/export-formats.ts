import type { AuditRow } from './audit-row.ts'
import { cefLine } from './cef.ts'
import { CSV_HEADER, csvLine } from './csv.ts'
import { ecsLine } from './ecs.ts'
import { jsonlLine } from './jsonl.ts'
import { ocsfLine } from './ocsf.ts'

/** One form in which entries leave Kvlar. A line never holds a line feed of its own, nor ends in one. */
export interface ExportFormat {
  readonly mediaType: string
  /** The first line, where a format has one. */
  readonly header?: string
  /** The line of an entry; undefined when the format has no place for entries of this kind. */
  readonly line: (row: AuditRow) => string | undefined
}

/** Every export format, one row each. */
export const EXPORT_FORMATS = {
  /** Every entry whole, with the field names of the seed's events. */
  jsonl: { mediaType: 'application/jsonl', line: jsonlLine },
  /** ArcSight Common Event Format, version 0. */
  cef: { mediaType: 'text/plain', line: cefLine },
  /** RFC 4180, neutralised for spreadsheets. */
  csv: { mediaType: 'text/csv', header: CSV_HEADER, line: csvLine },
  /** Open Cybersecurity Schema Framework, API Activity (6003). */
  ocsf: { mediaType: 'application/jsonl', line: ocsfLine },
  /** Elastic Common Schema. */
  ecs: { mediaType: 'application/jsonl', line: ecsLine },
} as const satisfies Record<string, ExportFormat>

export type ExportFormatName = keyof typeof EXPORT_FORMATS
