import type { ErrorContext } from '../errors.ts'
import type { Diagnostic } from '../policy.ts'

/** The first error of a list as code and message of the exception that carries them all. */
export function summaryOf(diagnostics: readonly Diagnostic[]): {
  readonly code: string
  readonly message: string
  readonly context: ErrorContext
} {
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  const [first] = errors
  if (first === undefined) throw new TypeError('there is no error to summarise')
  const { code, file, line, column, path } = first
  const where =
    line > 0 ? `${file}:${line}:${column}` : `${file}${path === undefined ? '' : ` at \`${path}\``}`
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  return {
    code,
    message: `${where}: ${first.message}${more}`,
    context: { file, line, problems: errors.length },
  }
}
