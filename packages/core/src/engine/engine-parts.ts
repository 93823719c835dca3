import type { UrlParser } from '../engine.ts'
import { PolicyError } from '../errors.ts'
import { parseRegex, type Regex } from '../match/regex.ts'
import type { EffectType, Rule } from '../rule.ts'
import { spelledWords } from '../match/words.ts'
import { type CallTexts, createCallTexts } from './arguments/call-texts.ts'
import { History } from './history/history.ts'
import { createZoneClock, type ZoneClock } from './conditions/zone-clock.ts'

/** What conditions are compiled with: the platform's URL parser, parts that many rules spell alike, and where they stand. */
export interface EngineParts {
  readonly parseUrl: UrlParser
  /** Whether an odd number of `not` stands around the condition. */
  readonly isNegated: boolean
  /** What the rule does that the condition stands in. */
  readonly effect: EffectType
  /** The rule that the condition stands in. */
  readonly rule: Rule
  /** What conditions on earlier calls keep account of. */
  readonly history: History
  readonly texts: CallTexts
  regex(source: string): Regex
  zone(name: string): ZoneClock
  /** Every word that some reading of a name has in it; undefined where that is not certain. */
  spelledWords(name: string): ReadonlySet<string> | undefined
}

export function createEngineParts(parseUrl: UrlParser): EngineParts {
  const regexes = new Map<string, Regex>()
  const zones = new Map<string, ZoneClock>()
  return {
    parseUrl,
    isNegated: false,
    effect: 'deny',
    rule: NO_RULE,
    history: new History(),
    texts: createCallTexts(),
    regex: (source) => remembered(regexes, source, compileRegex),
    zone: (name) => remembered(zones, name, createZoneClock),
    spelledWords: rememberLast(spelledWords),
  }
}

/** Stands around a condition that is compiled by itself. */
const NO_RULE: Rule = {
  id: '',
  policy: '',
  origin: { file: '', line: 0, column: 0 },
  priority: 0,
  effect: { type: 'deny', redactFields: [] },
  match: { actionTypes: [] },
}

/** Many rules ask the same of one name, one after the other. */
function rememberLast<Answer>(ask: (name: string) => Answer): (name: string) => Answer {
  let last: { readonly name: string; readonly answer: Answer } | undefined
  return (name) => {
    if (last?.name !== name) last = { name, answer: ask(name) }
    return last.answer
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
