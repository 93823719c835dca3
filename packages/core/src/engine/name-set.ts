import { type Glob, parseGlob } from '../match/glob.ts'
import { isPlainName } from '../match/plain-name.ts'
import { PolicyError } from '../errors.ts'
import type { Pattern } from '../rule.ts'

/** A list of name patterns of which one suffices. */
export interface NameSet {
  readonly patterns: readonly Pattern[]
  readonly globs: readonly Glob[]
  test(name: string): boolean
  /** The same for the tool of an allow rule: an odd name is covered by a pattern that spells it out alone. */
  testTool(name: string): boolean
}

/** Names without wildcards are one look-up; the others are tried in turn. */
export function compileNames(patterns: readonly Pattern[]): NameSet {
  const globs = patterns.map(compilePattern)
  const exact = new Set(globs.flatMap(({ only }) => (only === undefined ? [] : [only])))
  const open = globs.filter(({ only }) => only === undefined)
  const test = nameTest(exact, open)
  return { patterns, globs, test, testTool: (name) => (isPlainName(name) ? test(name) : exact.has(name)) }
}

function nameTest(exact: ReadonlySet<string>, open: readonly Glob[]): (name: string) => boolean {
  const [single] = open
  if (single === undefined) return (name) => exact.has(name)
  if (exact.size === 0 && open.length === 1) return (name) => single.test(name)
  return (name) => exact.has(name) || open.some((glob) => glob.test(name))
}

function compilePattern(pattern: Pattern): Glob {
  const { text } = pattern
  switch (pattern.kind) {
    case 'exact':
      return { only: text, head: text, tail: text, test: (name) => name === text }
    case 'prefix':
      return { head: text, tail: '', test: (name) => name.startsWith(text) }
    case 'glob':
      return compileGlob(text)
  }
}

/** A glob that a loader has checked. @throws PolicyError for one that it lets not through */
export function compileGlob(text: string): Glob {
  const parsed = parseGlob(text)
  if (parsed.ok) return parsed.glob
  throw new PolicyError('POLICY_INVALID_RULE', `${parsed.problem}; refusing the policy`, [])
}
