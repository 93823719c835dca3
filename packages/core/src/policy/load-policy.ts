import { PolicyError } from '../errors.ts'
import type { Policy } from '../policy.ts'
import { NO_POLICY_FILES, type PolicyFiles, type PolicySource } from './policy-source.ts'
import { readPolicy } from './read-policy.ts'

/**
 * Reads a policy of any dialect and format, with everything it extends.
 *
 * @param source a file's name and text, or a policy built in code as a plain object
 * @param files where `extends` finds its policies; without it every `extends` is an error
 * @throws PolicyError with all problems found; its code is the first error's
 */
export function loadPolicy(source: PolicySource, files: PolicyFiles = NO_POLICY_FILES): Policy {
  const read = readPolicy(source, files)
  if (read.ok) return read.policy
  const errors = read.diagnostics.filter(({ severity }) => severity === 'error')
  const first = errors[0]
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  const at = first === undefined ? '' : `${first.file}:${first.line}:${first.column}: ${first.message}`
  throw new PolicyError(first?.code ?? 'POLICY_SYNTAX', `${at}${more}`, read.diagnostics, {
    context: { problems: errors.length },
  })
}
