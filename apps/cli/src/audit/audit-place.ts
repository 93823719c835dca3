import { statSync } from 'node:fs'
import { defaultAuditFolder } from '../paths.ts'
import { UsageError } from '../usage-error.ts'

/** The audit home, or the single file, that a command line names. */
export interface AuditPlace {
  readonly kind: 'home' | 'file'
  readonly path: string
}

/** @throws UsageError when there is nothing */
export function auditPlace(operand: string | undefined): AuditPlace {
  const path = operand ?? defaultAuditFolder()
  const found = statSync(path, { throwIfNoEntry: false })
  if (found?.isDirectory() === true) return { kind: 'home', path }
  if (found?.isFile() === true && operand !== undefined) return { kind: 'file', path }
  throw new UsageError(
    `there is no audit home \`${path}\``,
    operand === undefined ? 'a proxy makes it when it judges its first call; name another one' : undefined,
  )
}

/** As `auditPlace`, for a command that reads a whole home. @throws UsageError */
export function auditHome(operand: string | undefined): string {
  const { kind, path } = auditPlace(operand)
  if (kind === 'home') return path
  throw new UsageError(`\`${path}\` is a file, not an audit home`)
}
