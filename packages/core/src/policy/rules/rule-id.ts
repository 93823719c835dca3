import type { Read } from '../../document/map-reader.ts'
import { readName } from '../../document/read-scalar.ts'

/** A rule id; those that start with `_` are Kvlar's own. */
export const readRuleId: Read<string> = (node, report) => {
  const id = readName(node, report)
  if (id === undefined || !id.startsWith('_')) return id
  return report.add('POLICY_RESERVED_ID', node, `the id \`${id}\` starts with \`_\`, which is reserved`)
}
