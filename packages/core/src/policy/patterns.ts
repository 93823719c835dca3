import type { Read } from '../document/map-reader.ts'
import { readList, readName } from '../document/read-scalar.ts'
import { LIMITS } from '../limits.ts'
import { parseGlob } from '../match/glob.ts'
import type { Pattern } from '../rule.ts'

/** One name pattern: text without metacharacters is exact. */
export const readPattern: Read<Pattern> = (node, report) => {
  const text = readName(node, report)
  if (text === undefined) return undefined
  if (text.length > LIMITS.patternCharsMax)
    return report.shared('TOO_LARGE', node, `the pattern is over ${LIMITS.patternCharsMax} characters`)
  if (!/[*?[]/.test(text)) return { kind: 'exact', text }
  const parsed = parseGlob(text)
  if (parsed.ok) return { kind: 'glob', text }
  return report.add('POLICY_BAD_GLOB', node, `the pattern \`${text}\` does not parse: ${parsed.problem}`)
}

/** A list of name patterns; one that is written must have an item, because an empty one could never match. */
export const readPatterns: Read<readonly Pattern[]> = readList(readPattern, { min: 1 })
