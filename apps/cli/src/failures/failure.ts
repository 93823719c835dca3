import { ConfigError, PolicyError, ProxyError, type Diagnostic } from '@kvlar/core'
import { visibleText } from '@kvlar/core/text'
import { EXIT_CODES } from './exit-codes.ts'
import { printDiagnostics } from '../terminal/print-diagnostics.ts'
import { RefusedError } from './refused-error.ts'
import { StoppedError } from './stopped-error.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { UsageError } from './usage-error.ts'

/** Prints what went wrong, on standard error and, where JSON was asked for, also as JSON; returns the exit code. */
export function reportFailure(error: unknown, { json }: { json: boolean }, { out, err }: Terminal): number {
  if (error instanceof StoppedError) return error.exit
  const failure = describe(error)
  printDiagnostics(failure.diagnostics ?? [], err)
  err.line(`${err.tone('bad', 'error:')} ${visibleText(failure.message)}`)
  if (failure.help) err.line(`${err.tone('heading', 'help:')} ${visibleText(failure.help)}`)
  if (json) {
    const { exit: _, ...said } = failure
    out.line(JSON.stringify({ error: said }))
  }
  return failure.exit
}

/** What of an explanation is told in one message. */
const EXPLANATION_CHARS_MAX = 2000

/** What went wrong as one text, for somebody who does not see standard error. */
export function explain(error: unknown): { readonly code: string; readonly message: string } {
  const { code, message, help, diagnostics = [] } = describe(error)
  const findings = diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ file, line, column, message: finding }) => `${file}:${line}:${column}: ${finding}`)
  const text = [message, ...(help === undefined ? [] : [help]), ...findings].join('; ')
  return { code, message: visibleText(text).slice(0, EXPLANATION_CHARS_MAX) }
}

interface Failure {
  readonly code: string
  readonly message: string
  readonly help?: string | undefined
  readonly diagnostics?: readonly Diagnostic[]
  readonly exit: number
}

function describe(error: unknown): Failure {
  if (error instanceof UsageError) {
    return { code: 'USAGE', message: error.message, help: error.help, exit: EXIT_CODES.usage }
  }
  if (error instanceof RefusedError) {
    const { code, message, help, exit } = error
    return { code, message, help, exit }
  }
  if (error instanceof PolicyError || error instanceof ConfigError) {
    const { code, message, diagnostics } = error
    return { code, message, diagnostics, exit: EXIT_CODES.policyInvalid }
  }
  if (error instanceof ProxyError) {
    // A server that cannot be started ends the proxy as it would end a shell: 126 or 127.
    const exit = error.context?.['exitCode']
    return {
      code: error.code,
      message: error.message,
      exit: typeof exit === 'number' ? exit : EXIT_CODES.internal,
    }
  }
  const coded = codedFailure(error)
  if (coded !== undefined) return coded
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'INTERNAL', message, exit: EXIT_CODES.internal }
}

/**
 * Errors of settings, of the record, of keys, of counters, of sessions and of approvals, known by their names: most commands load none of these
 * packages, and a failure of theirs should not either.
 */
function codedFailure(error: unknown): Failure | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  const { code, message, name } = error
  switch (name) {
    case 'SettingsError': {
      // What Kvlar is opened with comes from the command line here.
      const help = 'help' in error && typeof error.help === 'string' ? { help: error.help } : {}
      return { code: 'USAGE', message, ...help, exit: EXIT_CODES.usage }
    }
    case 'VerificationError':
      return { code, message, exit: EXIT_CODES.recordBroken }
    case 'AuditError':
      return { code, message, exit: BROKEN_RECORD.has(code) ? EXIT_CODES.recordBroken : EXIT_CODES.internal }
    case 'KeyError':
      return { code, message, exit: EXIT_CODES.usage }
    case 'CountersError':
    case 'StandingError':
    case 'ApprovalsError':
      return { code, message, exit: MISCONFIGURED.has(code) ? EXIT_CODES.usage : EXIT_CODES.internal }
    default:
      return undefined
  }
}

/** Codes that say that what was given cannot be used. */
const MISCONFIGURED: ReadonlySet<string> = new Set([
  'APPROVAL_BAD_OPTION',
  'APPROVAL_KEY_UNUSABLE',
  'COUNTERS_BAD_OPTION',
  'STANDING_BAD_OPTION',
])

/** Codes that say that what was read is not what was written. */
const BROKEN_RECORD: ReadonlySet<string> = new Set([
  'AUDIT_CORRUPT',
  'AUDIT_ENTRY_INVALID',
  'AUDIT_CHECKPOINT_MALFORMED',
])
