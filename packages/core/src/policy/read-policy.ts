import { readDocument } from '../document/read-document.ts'
import { Report } from '../document/report.ts'
import type { Diagnostic, Policy } from '../policy.ts'
import type { DeclaredPolicy } from './declared-policy.ts'
import { freeze } from './freeze.ts'
import { readKvlarPolicy } from './kvlar-policy.ts'
import { policyDigest } from './policy-digest.ts'
import { isPolicyText, NO_POLICY_FILES, type PolicyFiles, type PolicySource } from './policy-source.ts'

/** A policy, or every problem that keeps it from being used. */
export type ReadPolicy =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

/** Reads a policy of any dialect and format, with everything it extends; never throws for what a file says. */
export function readPolicy(source: PolicySource, files: PolicyFiles = NO_POLICY_FILES): ReadPolicy {
  void files
  const found: Diagnostic[] = []
  if (!isPolicyText(source)) throw new TypeError('not yet')
  const report = new Report('POLICY', source.file, source.text, found)
  const node = readDocument(source.text, report)
  const declared: DeclaredPolicy | undefined =
    node === undefined ? undefined : readKvlarPolicy(node, report, [])
  if (declared === undefined || found.some(({ severity }) => severity === 'error'))
    return { ok: false, diagnostics: freeze(found) }
  const { extends: _, ...own } = declared
  return {
    ok: true,
    policy: freeze({ ...own, file: source.file, digest: policyDigest(own.rules), warnings: found }),
  }
}
