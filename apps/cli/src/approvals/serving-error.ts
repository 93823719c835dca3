import { UsageError } from '../failures/usage-error.ts'
import type { ServeReviewerOptions } from './serve-reviewer.ts'

/** Why a page cannot be served, with what to do about it; any other error as it is. */
export function servingError(
  error: unknown,
  { host, port }: Pick<ServeReviewerOptions, 'host' | 'port'>,
): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'EADDRINUSE':
      return new UsageError(
        `\`${host}:${port}\` is in use, perhaps by the reviewer page of another process`,
        'use that page, or name another port with `--port`; 0 is any free one',
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new UsageError(`\`${host}\` is no address of this machine`, 'name one with `--host`')
    case 'EACCES':
      return new UsageError(`port ${port} is not for this user`, 'name another one with `--port`')
    case 'APPROVAL_EXPOSED':
      return new UsageError(
        error instanceof Error ? error.message : String(error),
        'say who may review with `--approvers FILE`; `kvlar approvals token ID` makes their entries',
      )
    default:
      return error
  }
}
