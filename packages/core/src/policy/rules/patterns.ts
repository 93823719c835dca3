import type { Read } from '../../document/map-reader.ts'
import { readList, readNameUpTo } from '../../document/read-scalar.ts'
import { LIMITS } from '../../limits.ts'
import { parseGlob } from '../../match/glob.ts'
import type { Pattern } from '../../rule.ts'
import { RESOURCE_LISTS, unknownListProblem } from '../lists/named-lists.ts'

/** The text of a pattern of whichever syntax. */
export const readPatternText: Read<string> = readNameUpTo(LIMITS.patternCharsMax)

/** One name pattern: text without metacharacters is exact. */
export const readPattern: Read<Pattern> = (node, report) => {
  const text = readPatternText(node, report)
  if (text === undefined) return undefined
  if (!isGlob(text)) return { kind: 'exact', text }
  const parsed = parseGlob(text)
  if (parsed.ok) return { kind: 'glob', text }
  return report.add('POLICY_BAD_GLOB', node, `the pattern \`${text}\` does not parse: ${parsed.problem}`)
}

/** A list of name patterns; one that is written must have an item, because an empty one could never match. */
export const readPatterns: Read<readonly Pattern[]> = readList(readPattern, { min: 1 })

const readResource: Read<readonly Pattern[]> = (node, report) => {
  const pattern = readPattern(node, report)
  if (pattern === undefined || !/^\$[A-Za-z_]*$/.test(pattern.text)) return pattern && [pattern]
  const list = RESOURCE_LISTS.get(pattern.text)
  if (list !== undefined) return list.map((text) => ({ kind: isGlob(text) ? 'glob' : 'exact', text }))
  const help = `for a name that is written so, write \`[$]${pattern.text.slice(1)}\``
  return report.shared('BAD_VALUE', node, unknownListProblem(pattern.text, RESOURCE_LISTS), help)
}

/** Patterns for `resources`, and the lists of them that come with Kvlar; each is taken once. */
export const readResources: Read<readonly Pattern[]> = (node, report) => {
  const patterns = readList(readResource, { min: 1 })(node, report)?.flat()
  return patterns && [...new Map(patterns.map((pattern) => [pattern.text, pattern])).values()]
}

function isGlob(text: string): boolean {
  return /[*?[]/.test(text)
}
