import { EXPORT_FORMATS, type AuditRow } from '@kvlar/audit'
import { readHome } from '@kvlar/audit/file'
import { visibleText } from '@kvlar/core/text'
import { auditHome, findRow, parseEntryId } from '@kvlar/runtime/record'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import type { auditShowSpec } from './show-spec.ts'
import type { Page, Terminal } from '../../terminal/terminal.ts'
import { UsageError } from '../../failures/usage-error.ts'

/** Shows one entry, or all of one call. */
export async function run(
  { flags, operands: [id, named] }: Input<typeof auditShowSpec>,
  { out }: Terminal,
): Promise<ExitCode> {
  if (id === undefined) throw new UsageError('which entry?', 'name its id, as `kvlar audit tail` shows it')
  const { home } = auditHome(named)
  const entryId = parseEntryId(id)
  const rows = entryId === undefined ? await rowsOfCall(home, id) : [await findRow(home, entryId)]
  for (const row of rows) print(row, flags.json, out)
  return EXIT_CODES.ok
}

async function rowsOfCall(home: string, decisionId: string): Promise<readonly AuditRow[]> {
  const rows: AuditRow[] = []
  for await (const row of readHome(home)) {
    if ('decision_id' in row.entry && row.entry.decision_id === decisionId) rows.push(row)
  }
  if (rows.length === 0) throw new UsageError(`there is no decision \`${decisionId}\``)
  return rows
}

function print(row: AuditRow, json: boolean, out: Page): void {
  if (json) out.line(EXPORT_FORMATS.jsonl.line(row))
  else for (const line of JSON.stringify(row, undefined, 2).split('\n')) out.line(visibleText(line))
}
