import type { UrlParser } from '../engine.ts'
import { PolicyError } from '../errors.ts'
import { parseRegex, type Regex } from '../match/regex.ts'
import { compilePathGlobs, type PathGlobs } from '../readings/path/path-globs.ts'
import { invalidOperand } from './invalid-operand.ts'
import { createZoneClock, type ZoneClock } from './zone-clock.ts'

/** What conditions are compiled with: the platform's URL parser, parts that many rules spell alike, and where they stand. */
export interface EngineParts {
  readonly parseUrl: UrlParser
  /** Whether an odd number of `not` stands around the condition. */
  readonly isNegated: boolean
  regex(source: string): Regex
  zone(name: string): ZoneClock
  /** @param operator names the condition in the error about a list that no loader lets through */
  pathGlobs(operator: string, texts: readonly string[]): PathGlobs
}

export function createEngineParts(parseUrl: UrlParser): EngineParts {
  const regexes = new Map<string, Regex>()
  const zones = new Map<string, ZoneClock>()
  const pathGlobs = new Map<string, PathGlobs>()
  return {
    parseUrl,
    isNegated: false,
    regex: (source) => remembered(regexes, source, compileRegex),
    zone: (name) => remembered(zones, name, createZoneClock),
    // No glob holds a line feed.
    pathGlobs: (operator, texts) =>
      remembered(pathGlobs, texts.join('\n'), () => checkedPathGlobs(operator, texts)),
  }
}

function remembered<Part>(parts: Map<string, Part>, key: string, create: (key: string) => Part): Part {
  const known = parts.get(key)
  if (known !== undefined) return known
  const part = create(key)
  parts.set(key, part)
  return part
}

function compileRegex(source: string): Regex {
  const parsed = parseRegex(source)
  if (parsed.ok) return parsed.regex
  throw new PolicyError(
    'POLICY_INVALID_RULE',
    `regex \`${source}\` does not parse: ${parsed.problem}; refusing the policy`,
    [],
  )
}

function checkedPathGlobs(operator: string, texts: readonly string[]): PathGlobs {
  const globs = compilePathGlobs(texts)
  if (globs === undefined) throw invalidOperand(operator, 'a list of path globs')
  return globs
}
