import type { Read } from '../../document/map-reader.ts'
import { readList, readNameUpTo } from '../../document/read-scalar.ts'
import { LIMITS } from '../../limits.ts'
import { parseGlob } from '../../match/glob.ts'
import type { Pattern } from '../../rule.ts'

/** The text of a pattern of whichever syntax. */
export const readPatternText: Read<string> = readNameUpTo(LIMITS.patternCharsMax)

/** One name pattern: text without metacharacters is exact. */
export const readPattern: Read<Pattern> = (node, report) => {
  const text = readPatternText(node, report)
  if (text === undefined) return undefined
  if (!/[*?[]/.test(text)) return { kind: 'exact', text }
  const parsed = parseGlob(text)
  if (parsed.ok) return { kind: 'glob', text }
  return report.add('POLICY_BAD_GLOB', node, `the pattern \`${text}\` does not parse: ${parsed.problem}`)
}

/** A list of name patterns; one that is written must have an item, because an empty one could never match. */
export const readPatterns: Read<readonly Pattern[]> = readList(readPattern, { min: 1 })
