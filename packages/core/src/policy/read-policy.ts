import type { Diagnostic, Policy } from '../policy.ts'
import { collectRules } from './files/collect-rules.ts'
import { freeze } from './freeze.ts'
import { policyDigest } from './policy-digest.ts'
import { dropUndefined } from '../document/drop-undefined.ts'
import type { Source } from '../document/source-document.ts'
import { NO_POLICY_FILES, type PolicyFiles } from './files/policy-files.ts'
import { readDeclaredPolicy } from './dialects/read-declared-policy.ts'

/** A policy, or every problem that keeps it from being used. */
export type ReadPolicy =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

/**
 * Reads a policy of any dialect and format, with everything it extends; never throws for what a file says.
 *
 * @param source a file's name and text, or a policy built in code as a plain object
 * @param files where `extends` finds its policies; without it every `extends` is an error
 */
export function readPolicy(source: Source, files: PolicyFiles = NO_POLICY_FILES): ReadPolicy {
  const found: Diagnostic[] = []
  const root = readDeclaredPolicy(source, found)
  const rules = collectRules(root, files, found)
  if (root.declared === undefined || found.some(({ severity }) => severity === 'error'))
    return { ok: false, diagnostics: freeze(found) }
  const { name, version, description, dialect } = root.declared
  const policy: Policy = dropUndefined({
    name,
    version,
    description,
    dialect,
    file: root.report.file,
    rules,
    digest: policyDigest(rules),
    warnings: found,
  })
  return { ok: true, policy: freeze(policy) }
}
