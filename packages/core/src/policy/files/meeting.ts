import { compileNames } from '../../engine/rules/name-set.ts'
import { LIMITS } from '../../limits.ts'
import { commonName } from '../../match/common-name.ts'
import { inEitherCase, literalTokens, readTokens, type Token } from '../../match/glob-tokens.ts'
import { spelledWords } from '../../match/words.ts'
import type { Match, Pattern } from '../../rule.ts'

/** Looks for calls that two rules can both match, within a bound for all its questions together. */
export class MeetingFinder {
  #stepsLeft: number = LIMITS.meetingStepsMax

  /**
   * A name that an allow rule and another one cover for one action type. Conditions and roles are not looked into;
   * undefined when the rules cannot meet, or when the bound is used up.
   */
  meet(allow: Match, other: Match): string | undefined {
    const types = allow.actionTypes.filter((type) => other.actionTypes.includes(type))
    if (types.length === 0) return undefined
    const [kinds, otherKinds] = [allow.principals?.kinds, other.principals?.kinds]
    if (kinds && otherKinds && !kinds.some((kind) => otherKinds.includes(kind))) return undefined
    for (const part of ['agentIds', 'servers', 'targets'] as const)
      if (this.#commonName(listOf(allow[part]), listOf(other[part])) === undefined) return undefined
    const isTool = types.every((type) => type === 'tool_call')
    const named = allow.resources && compileNames(allow.resources, allow.ignoreCase)
    return this.#commonName(
      listOf(allow.resources, allow.ignoreCase),
      other.resources === undefined && other.words !== undefined
        ? other.words.flatMap(namesWith)
        : listOf(other.resources, other.ignoreCase),
      (name) => (!isTool || named?.testTool(name) !== false) && hasWord(other.words, name),
    )
  }

  #commonName(
    one: readonly (readonly Token[])[],
    other: readonly (readonly Token[])[],
    isCovered: (name: string) => boolean = () => true,
  ): string | undefined {
    for (const tokens of one)
      for (const otherTokens of other) {
        this.#stepsLeft -= (tokens.length + 1) * (otherTokens.length + 1)
        if (this.#stepsLeft < 0) return undefined
        const name = commonName(tokens, otherTokens)
        if (name !== undefined && isCovered(name || ANY_NAME)) return name || ANY_NAME
      }
    return undefined
  }
}

/** Whether a rule surely matches a call of that name, whatever else the call says. */
export function surelyCovers(
  { resources, ignoreCase, words, agentIds, servers, targets, principals, condition }: Match,
  name: string,
): boolean {
  if ([agentIds, servers, targets, principals, condition].some((part) => part !== undefined)) return false
  if (!hasWord(words, name)) return false
  return resources === undefined || compileNames(resources, ignoreCase).test(name)
}

function hasWord(words: readonly string[] | undefined, name: string): boolean {
  if (words === undefined) return true
  const spelled = spelledWords(name)
  return spelled === undefined || words.some((word) => spelled.has(word))
}

const ANY_NAME = 'any_tool'

/** An absent list covers everything. */
function listOf(patterns: readonly Pattern[] = ANY, ignoreCase = false): readonly (readonly Token[])[] {
  return patterns.map((pattern) => (ignoreCase ? inEitherCase(tokensOf(pattern)) : tokensOf(pattern)))
}

const ANY: readonly Pattern[] = [{ kind: 'glob', text: '*' }]

function tokensOf({ kind, text }: Pattern): readonly Token[] {
  if (kind === 'exact') return literalTokens(text)
  if (kind === 'prefix') return [...literalTokens(text), { kind: 'run' }]
  const read = readTokens(text)
  return read.ok ? read.tokens : literalTokens(text)
}

/** The usual names that have a word. */
function namesWith(word: string): readonly (readonly Token[])[] {
  return [word, `${word}_*`, `*_${word}`, `*_${word}_*`].map((text) => tokensOf({ kind: 'glob', text }))
}
