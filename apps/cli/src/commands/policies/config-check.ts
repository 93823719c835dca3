import { ConfigError, type Diagnostic } from '@kvlar/core'
import { plural, visibleText } from '@kvlar/core/text'
import { loadConfigFile } from '@kvlar/runtime/config'
import { checkPolicies } from '@kvlar/runtime/policies'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import { besideConfig } from '../../flags/config/from-config.ts'
import { printDiagnostics } from '../../terminal/print-diagnostics.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import type { configCheckSpec } from './config-check-spec.ts'

/** What is checked where no file is named. */
const DEFAULT_FILE = 'kvlar.yaml'

/** Checks a configuration. */
export function run(
  { flags, operands: [file = DEFAULT_FILE] }: Input<typeof configCheckSpec>,
  { out }: Terminal,
): ExitCode {
  const findings = findingsOf(file)
  const isValid = findings.every(({ severity }) => severity !== 'error')
  if (flags.json) {
    out.line(JSON.stringify({ valid: isValid, file, diagnostics: findings }))
    return isValid ? EXIT_CODES.ok : EXIT_CODES.policyInvalid
  }
  const problems = plural(findings.filter(({ severity }) => severity === 'error').length, 'problem')
  const warnings = findings.length === 0 ? '' : plural(findings.length, 'warning')
  const mark = isValid ? out.tone('good', '✓') : out.tone('bad', '✗')
  out.line(`${mark} ${visibleText(file)}  ${out.tone('quiet', isValid ? warnings : problems)}`.trimEnd())
  if (findings.length > 0) out.line()
  printDiagnostics(findings, out)
  return isValid ? EXIT_CODES.ok : EXIT_CODES.policyInvalid
}

/** @throws SettingsError for a file that cannot be read */
function findingsOf(file: string): readonly Diagnostic[] {
  try {
    const config = loadConfigFile(file)
    const policies = checkPolicies(
      config.policyPaths.map((path) => besideConfig(config, path)),
      { strict: false },
    )
    const broken = policies.flatMap(({ read, findings }) => (read.ok ? [] : findings))
    return [...config.warnings, ...broken]
  } catch (error) {
    if (error instanceof ConfigError) return error.diagnostics
    throw error
  }
}
