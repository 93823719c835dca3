import { PolicyError, readPolicy, type Diagnostic, type Policy, type ReadPolicy } from '@kvlar/core'
import { defaultPolicyFile } from './paths.ts'
import { builtinLabel, POLICY_FILES } from './policy-files.ts'
import { readText } from './read-text.ts'
import { UsageError } from './usage-error.ts'

/**
 * Loads the policies a command line names, in its order; the user's own when it names none.
 * @param names files, or names of built-in policies
 * @throws UsageError when one cannot be read, PolicyError with the problems of all when one cannot be used
 */
export function loadPolicies(names: readonly string[]): readonly Policy[] {
  const policies: Policy[] = []
  const diagnostics: Diagnostic[] = []
  for (const name of namedOrOwn(names)) {
    const read = readPolicyNamed(name)
    if (read.ok) policies.push(read.policy)
    else diagnostics.push(...read.diagnostics)
  }
  const first = diagnostics.find(({ severity }) => severity === 'error')
  if (first !== undefined) {
    throw new PolicyError(first.code, 'the policy does not load; nothing was decided', diagnostics)
  }
  return policies
}

/** Reads one policy, whatever it says. */
export function readPolicyNamed(name: string): ReadPolicy {
  const builtin = POLICY_FILES.builtin(name)
  if (builtin !== undefined) return readPolicy({ file: builtinLabel(name), text: builtin }, POLICY_FILES)
  const read = readText(name)
  if (read.ok) return readPolicy({ file: name, text: read.text }, POLICY_FILES)
  const help =
    name === defaultPolicyFile() ? '`kvlar init` writes one; `--policy FILE` names another' : undefined
  throw new UsageError(`policy \`${name}\` cannot be read: ${read.why}`, help)
}

/** The policies named, or the user's own when none is. */
export function namedOrOwn(names: readonly string[]): readonly string[] {
  return names.length > 0 ? names : [defaultPolicyFile()]
}
