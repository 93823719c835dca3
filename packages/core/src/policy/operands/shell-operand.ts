import type { Read } from '../../document/map-reader.ts'
import type { Node } from '../../document/node.ts'
import { jsonOf } from '../../document/to-json.ts'
import type { JsonValue } from '../../json-value.ts'
import { expandPathGlobs } from '../../readings/path/expand-path-globs.ts'
import { shellGrantProblem } from '../../readings/shell/grant/grant-problems.ts'

/** The operand of `shell`, lists of paths written out: what a list holds is part of what a rule means. */
export const readShellGrant: Read<JsonValue> = (node, report) => {
  const value = jsonOf(node)
  const problems = shellGrantProblem(value)
  for (const { path, problem } of problems)
    report.add('POLICY_BAD_GRANT', placeOf(node, path), `${problem}; refusing the policy`)
  return problems.length === 0 ? withListsExpanded(value) : undefined
}

/** The node at a path, or the last one on the way to it that is there. */
function placeOf(node: Node, path: readonly (string | number)[]): Node {
  let at = node
  for (const key of path) {
    const inner =
      at.kind === 'map'
        ? at.entries.get(String(key))?.value
        : at.kind === 'list' && typeof key === 'number'
          ? at.items[key]
          : undefined
    if (inner === undefined) return at
    at = inner
  }
  return at
}

/** Only grants of paths have a list under `except`; a program of that name has a map. */
function withListsExpanded(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withListsExpanded)
  if (typeof value !== 'object' || value === null) return value
  const object: Record<string, JsonValue> = Object.create(null)
  for (const [key, item] of Object.entries(value))
    object[key] =
      key === 'except' && Array.isArray(item)
        ? expandPathGlobs(item.filter((text) => typeof text === 'string'))
        : withListsExpanded(item)
  return object
}
