import type { Source } from '../document/source-document.ts'
import { summaryOf } from '../document/summary-of.ts'
import { PolicyError } from '../errors.ts'
import type { Policy } from '../policy.ts'
import { NO_POLICY_FILES, type PolicyFiles } from './files/policy-files.ts'
import { readPolicy } from './read-policy.ts'

/**
 * Reads a policy of any dialect and format, with everything it extends.
 *
 * @param source a file's name and text, or a policy built in code as a plain object
 * @param files where `extends` finds its policies; without it every `extends` is an error
 * @throws PolicyError with all problems found; its code is the first error's
 */
export function loadPolicy(source: Source, files: PolicyFiles = NO_POLICY_FILES): Policy {
  const read = readPolicy(source, files)
  if (read.ok) return read.policy
  const { code, message, context } = summaryOf(read.diagnostics)
  throw new PolicyError(code, message, read.diagnostics, { context })
}
