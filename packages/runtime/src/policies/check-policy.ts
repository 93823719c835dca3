import { countsCalls, type Diagnostic, lintPolicies, lintPots, type ReadPolicy } from '@kvlar/core'
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
 * Reads policies and looks for the traps in each, and for pots that they share and look at in different ways: what they
 * count stands in one store, whichever of them decides.
 * @param strict whether a warning makes one unusable
 * @throws SettingsError when there is no such file
 */
export function checkPolicies(
  files: readonly string[],
  { strict }: { readonly strict: boolean },
): readonly CheckedPolicy[] {
  const texts = new Map<string, string>()
  const options = { parseUrl, textOf: (name: string) => texts.get(name) }
  const found = files.map((file) => ({ file, read: readPolicyNamed(file, texts) }))
  const pots = lintPots(
    found.flatMap(({ read }) => (read.ok ? [read.policy] : [])),
    options,
  )
  return found.map(({ file, read }) => {
    if (!read.ok) return { file, read, findings: read.diagnostics, valid: false }
    const linted = lintPolicies([read.policy], options)
    const ofPots = pots.filter((one) => one.file === file && !linted.some((other) => isSame(one, other)))
    return judged({ file, read, warnings: [...read.policy.warnings, ...linted, ...ofPots] }, strict)
  })
}

/** What is said of a policy, as JSON. @param limits where its limits are counted, where that is known */
export function checkedJson({ file, read, findings, valid }: CheckedPolicy, limits?: string): object {
  if (!read.ok) return { file, valid, diagnostics: findings }
  const { name, dialect, rules, digest } = read.policy
  const counted = limits !== undefined && countsCalls(rules) ? { limits } : {}
  return { file, valid, name, dialect, rules: rules.length, digest, ...counted, diagnostics: findings }
}

function judged(
  { file, read, warnings: found }: Pick<CheckedPolicy, 'file' | 'read'> & { warnings: readonly Diagnostic[] },
  strict: boolean,
): CheckedPolicy {
  const warnings = found.toSorted(byPlace)
  const findings = strict ? warnings.map((warning) => ({ ...warning, severity: 'error' as const })) : warnings
  return { file, read, findings, valid: findings.every(({ severity }) => severity === 'warning') }
}

function isSame(one: Diagnostic, other: Diagnostic): boolean {
  return (
    one.code === other.code &&
    one.file === other.file &&
    one.line === other.line &&
    one.column === other.column
  )
}

/** Of one file by place; those of the files it extends keep their order behind it. */
function byPlace(left: Diagnostic, right: Diagnostic): number {
  return left.file === right.file ? left.line - right.line || left.column - right.column : 0
}
