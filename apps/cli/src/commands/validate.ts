import { visibleText, type Diagnostic, type ReadPolicy } from '@kvlar/core'
import type { Input } from '../command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts'
import { findFiles } from '../find-files.ts'
import { readPolicyNamed } from '../load-policies.ts'
import { defaultPolicyFile } from '../paths.ts'
import { plural } from '../plural.ts'
import { POLICY_FILES } from '../policy-files.ts'
import { printDiagnostics } from '../print-diagnostics.ts'
import type { validateSpec } from '../specs/validate.ts'
import type { Page, Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'

/** Checks every policy named, or found below a folder that is. */
export function run({ flags, operands }: Input<typeof validateSpec>, { out }: Terminal): ExitCode {
  const named = [...flags.policy, ...operands]
  const files = named.length === 0 ? [defaultPolicyFile()] : named.flatMap(policiesAt)
  if (files.length === 0) throw new UsageError(`there is no policy below \`${named.join('`, `')}\``)
  const checked = files.map((file) => ({ file, read: readPolicyNamed(file) }))
  const valid = checked.every(({ read }) => read.ok)
  if (flags.json) {
    out.line(JSON.stringify({ valid, files: checked.map(({ file, read }) => ({ file, ...asJson(read) })) }))
  } else {
    for (const { file, read } of checked) printFile(file, read, out)
    if (files.length > 1) printSummary(checked, out)
  }
  return valid ? EXIT_CODES.ok : EXIT_CODES.policyInvalid
}

function policiesAt(name: string): readonly string[] {
  return POLICY_FILES.builtin(name) === undefined ? findFiles([name], isPolicyName) : [name]
}

/** What lies in a folder of policies and is none: tests, and JSON, most of which belongs to other tools. */
function isPolicyName(name: string): boolean {
  return /\.(ya?ml|toml)$/.test(name) && !/\.test\.[^.]+$/.test(name) && !name.startsWith('.')
}

function findings(read: ReadPolicy): readonly Diagnostic[] {
  return read.ok ? read.policy.warnings : read.diagnostics
}

function asJson(read: ReadPolicy): object {
  const diagnostics = findings(read)
  if (!read.ok) return { valid: false, diagnostics }
  const { name, dialect, rules, digest } = read.policy
  return { valid: true, name, dialect, rules: rules.length, digest, diagnostics }
}

function printFile(file: string, read: ReadPolicy, page: Page): void {
  const what = read.ok
    ? `${read.policy.dialect} policy, ${plural(read.policy.rules.length, 'rule')}`
    : plural(read.diagnostics.filter(({ severity }) => severity === 'error').length, 'problem')
  const mark = read.ok ? page.tone('good', '✓') : page.tone('bad', '✗')
  page.line(`${mark} ${visibleText(file)}  ${page.tone('quiet', what)}`)
  const found = findings(read)
  if (found.length > 0) page.line()
  printDiagnostics(found, page)
}

function printSummary(checked: readonly { readonly read: ReadPolicy }[], page: Page): void {
  const bad = checked.filter(({ read }) => !read.ok).length
  const tail = bad === 0 ? 'all of them load' : `${bad} of them cannot be used`
  const last = checked.at(-1)
  // Findings end with an empty line of their own.
  if (last === undefined || findings(last.read).length === 0) page.line()
  page.line(`${plural(checked.length, 'policy', 'policies')}, ${tail}`)
}
