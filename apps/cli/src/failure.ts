import { ConfigError, PolicyError, visibleText, type Diagnostic } from '@kvlar/core'
import { EXIT_CODES, type ExitCode } from './exit-codes.ts'
import { printDiagnostics } from './print-diagnostics.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** Prints what went wrong, on standard error and, where JSON was asked for, also as JSON; returns the exit code. */
export function reportFailure(error: unknown, words: readonly string[], terminal: Terminal): ExitCode {
  const failure = describe(error)
  const { err, out } = terminal
  printDiagnostics(failure.diagnostics ?? [], err)
  err.line(`${err.tone('bad', 'error:')} ${visibleText(failure.message)}`)
  if (failure.help) err.line(`${err.tone('heading', 'help:')} ${visibleText(failure.help)}`)
  if (asksForJson(words)) {
    const { exit: _, ...said } = failure
    out.line(JSON.stringify({ error: said }))
  }
  return failure.exit
}

interface Failure {
  readonly code: string
  readonly message: string
  readonly help?: string | undefined
  readonly diagnostics?: readonly Diagnostic[]
  readonly exit: ExitCode
}

function describe(error: unknown): Failure {
  if (error instanceof UsageError) {
    return { code: 'USAGE', message: error.message, help: error.help, exit: EXIT_CODES.usage }
  }
  if (error instanceof PolicyError || error instanceof ConfigError) {
    const { code, message, diagnostics } = error
    return { code, message, diagnostics, exit: EXIT_CODES.policyInvalid }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'INTERNAL', message, exit: EXIT_CODES.internal }
}

/** What follows `--` belongs to somebody else. */
function asksForJson(words: readonly string[]): boolean {
  const end = words.indexOf('--')
  return (end < 0 ? words : words.slice(0, end)).includes('--json')
}
