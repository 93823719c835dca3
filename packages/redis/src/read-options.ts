import type { RedisClient } from './connection.ts'
import { REDIS_LIMITS } from './limits.ts'
import type { StoreWords } from './store-words.ts'

/** Whole numbers that an option may be, and what it is when absent. */
export interface Range {
  readonly otherwise: number
  readonly min: number
  readonly max: number
}

/** Options that every store has. */
export const RANGES = {
  commandMs: { otherwise: REDIS_LIMITS.commandMs, min: 1, max: REDIS_LIMITS.commandMsMax },
  waitReplicas: { otherwise: 0, min: 0, max: REDIS_LIMITS.replicasMax },
} as const satisfies Readonly<Record<string, Range>>

export interface OptionsRead<Name extends string> {
  readonly ranges: Readonly<Record<Name | 'waitReplicas', Range>>
  /** Options that are no numbers. */
  readonly others: ReadonlySet<string>
  readonly prefix: string
  readonly words: StoreWords
}

/**
 * The prefix and the numbers among options, with what is absent filled in.
 *
 * @throws what the store says of a bad option, one that there is not included
 */
export function readOptions<Name extends string>(
  given: Readonly<Record<string, unknown>>,
  from: string | RedisClient,
  { ranges, others, prefix: otherwise, words }: OptionsRead<Name>,
): Readonly<Record<Name | 'waitReplicas', number>> & { readonly prefix: string } {
  const refused = (problem: string): Error => words.badOption(`${problem}; refusing it`)
  const unknown = Object.keys(given).find((name) => !others.has(name) && !Object.hasOwn(ranges, name))
  if (unknown !== undefined) throw refused(`\`${unknown}\` is no option of ${words.name} on Redis`)
  const { prefix = otherwise } = given
  if (typeof prefix !== 'string' || !/^[^{}\s]+$/.test(prefix) || prefix.length > REDIS_LIMITS.prefixCharsMax)
    throw refused(
      `the prefix \`${String(prefix)}\` must have 1 to ${REDIS_LIMITS.prefixCharsMax} characters and no space or brace`,
    )
  const names = Object.keys(ranges) as (Name | 'waitReplicas')[]
  const numbers = names.map((name): readonly [string, number] => {
    const { otherwise: absent, min, max } = ranges[name]
    const value = given[name] ?? absent
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max)
      throw refused(
        `\`${name}\` is \`${typeof value === 'number' ? value : typeof value}\` and must be from ${min} to ${max}`,
      )
    return [name, value]
  })
  const read = Object.fromEntries(numbers) as Record<Name | 'waitReplicas', number>
  if (read.waitReplicas > 0 && typeof from !== 'string' && from.isCluster)
    throw refused('`waitReplicas` needs a client of one server')
  return { ...read, prefix }
}
