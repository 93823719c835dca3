import { ConfigError, PolicyError } from '@kvlar/core'
import type { ActionContext } from '../evaluators/action-context.ts'
import type { Finding } from '../evaluators/finding.ts'
import { LIMITS } from '../limits.ts'
import { compileDemand, compileNames } from './compile-demand.ts'
import type { Demand, Invariant } from './invariant.ts'

/** Says which invariant an action violates, the first in order. Pure, as far as invariants of code are. */
export type Invariants = (context: ActionContext) => Finding | undefined

/** @throws ConfigError for an invariant that cannot be held: nothing would hold it */
export function createInvariants(invariants: readonly Invariant[]): Invariants {
  if (invariants.length > LIMITS.invariantsMax) throw bad(`there are over ${LIMITS.invariantsMax}`)
  const names = new Set<string>()
  const compiled = invariants.map((invariant) => {
    const { name } = Object(invariant) as Partial<Invariant>
    if (typeof name !== 'string' || name.trim() === '' || name.length > LIMITS.nameCharsMax)
      throw bad('one of them has no name')
    if (names.has(name)) throw bad(`two of them are named \`${name}\``)
    names.add(name)
    return compile(invariant)
  })
  return (context) => {
    for (const violates of compiled) {
      const found = violates(context)
      if (found !== undefined) return found
    }
    return undefined
  }
}

function compile(invariant: Invariant): Invariants {
  const { name, actions, ...demand } = invariant
  checkKeys(invariant)
  checkNumbers(invariant)
  try {
    const isFor = compileNames(actions)
    const violates = compileDemand(demand, actions !== undefined)
    return (context) => {
      if (!isFor(context.action)) return undefined
      const how = violates(context)
      if (how === undefined) return undefined
      const reason = `invariant \`${name}\` is violated: ${how}`
      return { kind: 'refuse', code: 'INVARIANT_VIOLATION', ruleId: name, reason }
    }
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    throw bad(`\`${name}\` has a name or a field that does not parse: ${error.message}`)
  }
}

/** What each kind has beside its head. A key that is misspelt would be one that is not there. */
const KEYS: Readonly<Record<Demand['kind'], readonly string[]>> = {
  param_max: ['field', 'max'],
  param_min: ['field', 'min'],
  max_actions_per_session: ['max'],
  max_session_age: ['maxMs'],
  allowed_actions: ['names'],
  blocked_actions: ['names'],
  custom: ['holds'],
}

function checkKeys({ name, ...rest }: Invariant): void {
  if (!Object.hasOwn(KEYS, rest.kind)) throw bad(`\`${name}\` is of no kind that there is`)
  const keys = new Set(['kind', 'actions', ...KEYS[rest.kind]])
  const strange = Object.keys(rest).find((key) => !keys.has(key))
  if (strange !== undefined) throw bad(`\`${name}\` has no \`${strange}\``)
}

/** A bound that is no number would hold for everything, or for nothing. */
function checkNumbers(invariant: Invariant): void {
  switch (invariant.kind) {
    case 'param_max':
      return demandNumber(invariant.name, invariant.max)
    case 'param_min':
      return demandNumber(invariant.name, invariant.min)
    case 'max_actions_per_session':
      return demandNumber(invariant.name, invariant.max)
    case 'max_session_age':
      return demandNumber(invariant.name, invariant.maxMs)
    case 'allowed_actions':
    case 'blocked_actions':
      return undefined
    case 'custom':
      if (typeof invariant.holds !== 'function') throw bad(`\`${invariant.name}\` has no function`)
      return undefined
  }
}

function demandNumber(name: string, value: unknown): void {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw bad(`the bound of \`${name}\` is no number`)
}

function bad(what: string): ConfigError {
  return new ConfigError('CONFIG_BAD_VALUE', `the invariants cannot be held: ${what}; refusing to start`)
}
