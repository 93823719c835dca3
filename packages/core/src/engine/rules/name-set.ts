import { type Glob, type ParsedGlob, parseFoldedGlob, parseGlob } from '../../match/glob.ts'
import { isPlainName } from '../../match/plain-name.ts'
import { PolicyError } from '../../errors.ts'
import { foldKey } from '../../json/fold-key.ts'
import type { Pattern } from '../../rule.ts'

/** A list of name patterns of which one suffices. */
export interface NameSet {
  readonly patterns: readonly Pattern[]
  /** Compared with folded names where case is ignored. */
  readonly globs: readonly Glob[]
  readonly ignoresCase: boolean
  test(name: string): boolean
  /** The same for the tool of an allow rule: an odd name is covered by a pattern that spells it out alone. */
  testTool(name: string): boolean
  /** The pattern that covers the name: the one that spells it out, or the first. */
  which(name: string): Pattern | undefined
}

/** Names without wildcards are one look-up; the others are tried in turn. */
export function compileNames(patterns: readonly Pattern[], ignoresCase = false): NameSet {
  const globs = patterns.map((pattern) => compilePattern(pattern, ignoresCase))
  const exact = new Set(globs.flatMap(({ only }) => (only === undefined ? [] : [only])))
  const open = globs.filter(({ only }) => only === undefined)
  const testFolded = nameTest(exact, open)
  const test = ignoresCase ? (name: string) => testFolded(foldKey(name)) : testFolded
  const spelled = new Set(patterns.filter((_, at) => globs[at]?.only !== undefined).map(({ text }) => text))
  const testTool = (name: string) => (isPlainName(name) ? test(name) : spelled.has(name))
  const which = (name: string) => {
    const asked = ignoresCase ? foldKey(name) : name
    const spelledAt = globs.findIndex(({ only }) => only === asked)
    return patterns[spelledAt === -1 ? globs.findIndex((glob) => glob.test(asked)) : spelledAt]
  }
  return { patterns, globs, ignoresCase, test, testTool, which }
}

function nameTest(exact: ReadonlySet<string>, open: readonly Glob[]): (name: string) => boolean {
  const [single] = open
  if (single === undefined) return (name) => exact.has(name)
  if (exact.size === 0 && open.length === 1) return (name) => single.test(name)
  return (name) => exact.has(name) || open.some((glob) => glob.test(name))
}

function compilePattern({ kind, text: written }: Pattern, ignoresCase: boolean): Glob {
  const text = ignoresCase ? foldKey(written) : written
  switch (kind) {
    case 'exact':
      return { only: text, head: text, tail: text, test: (name) => name === text }
    case 'prefix':
      return { head: text, tail: '', test: (name) => name.startsWith(text) }
    case 'glob':
      return checked(ignoresCase ? parseFoldedGlob(written) : parseGlob(written))
  }
}

/** A glob that a loader has checked. @throws PolicyError for one that it lets not through */
export function compileGlob(text: string): Glob {
  return checked(parseGlob(text))
}

function checked(parsed: ParsedGlob): Glob {
  if (parsed.ok) return parsed.glob
  throw new PolicyError('POLICY_INVALID_RULE', `${parsed.problem}; refusing the policy`, [])
}
