import { ConfigError, PolicyError } from '@kvlar/core'
import { EXIT_CODES, type ExitCode } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** Prints what went wrong, on standard error and, where JSON was asked for, also as JSON; returns the exit code. */
export function reportFailure(error: unknown, words: readonly string[], terminal: Terminal): ExitCode {
  const failure = describe(error)
  const { err, out } = terminal
  err.line(`${err.tone('bad', 'error:')} ${failure.message}`)
  if (failure.help) err.line(`${err.tone('heading', 'help:')} ${failure.help}`)
  if (asksForJson(words)) {
    const { code, message, help } = failure
    out.line(JSON.stringify({ error: { code, message, help } }))
  }
  return failure.exit
}

interface Failure {
  readonly code: string
  readonly message: string
  readonly help?: string | undefined
  readonly exit: ExitCode
}

function describe(error: unknown): Failure {
  if (error instanceof UsageError) {
    return { code: 'USAGE', message: error.message, help: error.help, exit: EXIT_CODES.usage }
  }
  if (error instanceof PolicyError || error instanceof ConfigError) {
    return { code: error.code, message: error.message, exit: EXIT_CODES.policyInvalid }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'INTERNAL', message, exit: EXIT_CODES.internal }
}

/** What follows `--` belongs to somebody else. */
function asksForJson(words: readonly string[]): boolean {
  const end = words.indexOf('--')
  return (end < 0 ? words : words.slice(0, end)).includes('--json')
}
