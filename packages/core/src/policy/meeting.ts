import { compileNames } from '../engine/name-set.ts'
import { LIMITS } from '../limits.ts'
import { commonName } from '../match/common-name.ts'
import { literalTokens, readTokens, type Token } from '../match/glob-tokens.ts'
import type { Match, Pattern } from '../rule.ts'

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
      if (this.#commonName(allow[part], other[part]) === undefined) return undefined
    const isTool = types.every((type) => type === 'tool_call')
    const named = allow.resources && compileNames(allow.resources)
    return this.#commonName(
      allow.resources,
      other.resources,
      (name) => !isTool || named?.testTool(name) !== false,
    )
  }

  /** Absent lists cover everything. */
  #commonName(
    one: readonly Pattern[] = ANY,
    other: readonly Pattern[] = ANY,
    isCovered: (name: string) => boolean = () => true,
  ): string | undefined {
    const others = other.map(tokensOf)
    for (const tokens of one.map(tokensOf))
      for (const otherTokens of others) {
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
  { resources, agentIds, servers, targets, principals, condition }: Match,
  name: string,
): boolean {
  if ([agentIds, servers, targets, principals, condition].some((part) => part !== undefined)) return false
  return resources === undefined || compileNames(resources).test(name)
}

const ANY: readonly Pattern[] = [{ kind: 'glob', text: '*' }]
const ANY_NAME = 'any_tool'

function tokensOf({ kind, text }: Pattern): readonly Token[] {
  if (kind === 'exact') return literalTokens(text)
  if (kind === 'prefix') return [...literalTokens(text), { kind: 'run' }]
  const read = readTokens(text)
  return read.ok ? read.tokens : literalTokens(text)
}
