import { EXPORT_FORMATS, type ExportFormat } from '@kvlar/audit'
import { auditPlaceIfAny, readRows } from '@kvlar/runtime/record'
import { NOTHING_YET } from '../../audit/nothing-yet.ts'
import { readFilter } from '../../audit/read-filter.ts'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import type { auditExportSpec } from './export-spec.ts'
import type { Terminal } from '../../terminal/terminal.ts'

/** Writes the record in the form of another system, no faster than it is read. */
export async function run(
  { flags, operands: [named] }: Input<typeof auditExportSpec>,
  { out, err }: Terminal,
): Promise<ExitCode> {
  const format: ExportFormat = EXPORT_FORMATS[flags.format]
  const place = auditPlaceIfAny(named)
  if (place === undefined) err.line(NOTHING_YET)
  const rows = readRows(place, readFilter(flags, Date.now()))
  if (format.header !== undefined) out.line(format.header)
  for await (const row of rows) {
    const line = format.line(row)
    if (line === undefined) continue
    out.line(line)
    await out.drained()
    if (out.isGone()) break
  }
  return EXIT_CODES.ok
}
