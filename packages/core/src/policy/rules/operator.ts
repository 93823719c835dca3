import type { Read } from '../../document/map-reader.ts'
import { nearest } from '../../text/nearest.ts'
import { readText } from '../../document/read-scalar.ts'
import type { OperatorRow } from '../../operators.ts'

/** Reads one of these operators by any of its names. */
export function operatorReader(rows: readonly OperatorRow[]): Read<OperatorRow> {
  const byName: ReadonlyMap<string, OperatorRow> = new Map(
    rows.flatMap((row) => row.names.map((name) => [name, row] as const)),
  )
  return (node, report) => {
    const text = readText(node, report)
    if (text === undefined) return undefined
    const row = byName.get(text)
    if (row !== undefined) return row
    const names = [...byName.keys()]
    const meant = nearest(text, names)
    const help =
      meant === undefined
        ? `write one of ${names.map((name) => `\`${name}\``).join(', ')}`
        : `did you mean \`${meant}\`?`
    return report.shared('BAD_VALUE', node, `\`${text}\` is not an operator`, help)
  }
}
