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
  for (const name of names.length > 0 ? names : [defaultPolicyFile()]) {
    const read = readPolicyNamed(name)
    if (read.ok) policies.push(read.policy)
    else diagnostics.push(...read.diagnostics)
  }
  const first = diagnostics.find(({ severity }) => severity === 'error')
  if (first !== undefined) {
    throw new PolicyError(first.code, 'the policy does not load; it is refused as a whole', diagnostics)
  }
  return policies
}

/**
 * Reads one policy, whatever it says.
 * @throws UsageError when there is no such file
 */
export function readPolicyNamed(name: string): ReadPolicy {
  const builtin = POLICY_FILES.builtin(name)
  if (builtin !== undefined) return readPolicy({ file: builtinLabel(name), text: builtin }, POLICY_FILES)
  const read = readText(name)
  if (read.ok) return readPolicy({ file: name, text: read.text }, POLICY_FILES)
  const message = `policy \`${name}\` cannot be read: ${read.why}`
  if (!read.isMissing) return { ok: false, diagnostics: [unreadable(name, message)] }
  throw new UsageError(
    message,
    name === defaultPolicyFile() ? '`kvlar init` writes one; `--policy FILE` names another' : undefined,
  )
}

function unreadable(file: string, message: string): Diagnostic {
  return { code: 'POLICY_SYNTAX', severity: 'error', message, file, line: 0, column: 0, length: 1 }
}
