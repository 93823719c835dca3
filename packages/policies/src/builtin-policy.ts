import { CURATED, type CuratedPolicy } from './curated.ts'

const BY_NAME: ReadonlyMap<string, CuratedPolicy> = new Map(CURATED.map((one) => [one.name, one]))

/** The names of all curated policies. */
export const BUILTIN_NAMES: readonly string[] = [...BY_NAME.keys()]

/**
 * The text of a curated policy, as the loader's port for built-in policies wants it.
 *
 * @param name such as `filesystem`; compared exactly
 * @returns undefined when there is none of that name
 */
export function builtinPolicy(name: string): string | undefined {
  return BY_NAME.get(name)?.policy
}
