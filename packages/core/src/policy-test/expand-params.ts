import type { MapNode, Place } from '../document/node.ts'
import type { Report } from '../document/report.ts'
import { LIMITS } from '../limits.ts'
import { Placeholders } from './placeholders.ts'

/** One run of a case: the case with the values of a row filled in. */
export interface ExpandedCase {
  readonly node: MapNode
  /** 1-based row; 0 for a case without a table. */
  readonly row: number
  readonly place: Place
}

/**
 * A case with `params` becomes one case for each row: `{{name}}` in any text of the case stands for the value `name`
 * of the row, and where the row has none for that of the file, which rows may use as well. A placeholder without a
 * value, and a value without a placeholder, are errors.
 */
export function expandParams(node: MapNode, report: Report, file: Placeholders): readonly ExpandedCase[] {
  const params = node.entries.get('params')?.value
  const template: MapNode = {
    ...node,
    entries: new Map([...node.entries].filter(([key]) => key !== 'params')),
  }
  if (params === undefined) {
    const filled = new Placeholders(new Map(), report, file).fillIn(template)
    return filled.kind === 'map' ? [{ node: filled, row: 0, place: node.place }] : []
  }
  if (params.kind !== 'list' || params.items.length === 0) {
    report.shared('WRONG_TYPE', params, '`params` must be a list with at least one row')
    return []
  }
  if (params.items.length > LIMITS.testCasesMax) {
    report.shared('TOO_LARGE', params, `\`params\` has over ${LIMITS.testCasesMax} rows`)
    return []
  }
  const cases: ExpandedCase[] = []
  for (const [index, written] of params.items.entries()) {
    const item = file.fillKnown(written)
    if (item.kind !== 'map' || item.entries.size === 0) {
      report.shared('WRONG_TYPE', item, 'a row of `params` must be a map of names and values')
      continue
    }
    const row = new Placeholders(item.entries, report, file)
    const filled = row.fillIn(template)
    row.reportUnused('the case')
    if (filled.kind === 'map') cases.push({ node: filled, row: index + 1, place: item.place })
  }
  return cases
}
