import { type Diagnostic, lintPolicies, type ReadPolicy } from '@kvlar/core'
import { parseUrl } from '@kvlar/core/node'
import { findFiles } from './find-files.ts'
import { helpForName, readPolicyNamed } from './load-policies.ts'
import { POLICY_FILES } from './policy-files.ts'

/** A policy that was read, and everything that is to be said of it. */
export interface CheckedPolicy {
  readonly file: string
  readonly read: ReadPolicy
  readonly findings: readonly Diagnostic[]
  readonly valid: boolean
}

/** The policies that a name means: a built-in one, a file, or all below a folder. @throws SettingsError */
export function policiesAt(name: string): readonly string[] {
  return POLICY_FILES.builtin(name) === undefined ? findFiles([name], isPolicyName, helpForName) : [name]
}

/** What lies in a folder of policies and is none: tests, and JSON, most of which belongs to other tools. */
function isPolicyName(name: string): boolean {
  return /\.(ya?ml|toml)$/.test(name) && !/\.test\.[^.]+$/.test(name) && !name.startsWith('.')
}

/**
 * Reads a policy and looks for the traps in it.
 * @param strict whether a warning makes it unusable
 * @throws SettingsError when there is no such file
 */
export function checkPolicy(file: string, { strict }: { readonly strict: boolean }): CheckedPolicy {
  const texts = new Map<string, string>()
  const read = readPolicyNamed(file, texts)
  if (!read.ok) return { file, read, findings: read.diagnostics, valid: false }
  const linted = lintPolicies([read.policy], { parseUrl, textOf: (name) => texts.get(name) })
  const warnings = [...read.policy.warnings, ...linted].toSorted(byPlace)
  const findings = strict ? warnings.map((warning) => ({ ...warning, severity: 'error' as const })) : warnings
  return { file, read, findings, valid: findings.every(({ severity }) => severity === 'warning') }
}

/** Of one file by place; those of the files it extends keep their order behind it. */
function byPlace(left: Diagnostic, right: Diagnostic): number {
  return left.file === right.file ? left.line - right.line || left.column - right.column : 0
}
