import { statSync } from 'node:fs'
import { APPROVER_RIGHTS } from '@kvlar/approvals'
import type { ConfiguredApprover } from '@kvlar/approvals/http'
import { ConfigError, readApprovers } from '@kvlar/core'
import { readText } from '../read-text.ts'
import { UsageError } from '../usage-error.ts'

const GROUP_OR_OTHERS_WRITE = 0o022

/**
 * Loads the file that says who may review.
 * @throws UsageError when it cannot be read or others can write it, ConfigError for what it says
 */
export function loadApprovers(file: string): readonly ConfiguredApprover[] {
  const read = readText(file)
  if (!read.ok) throw new UsageError(`approvers \`${file}\` cannot be read: ${read.why}`)
  if (process.platform !== 'win32' && (statSync(file).mode & GROUP_OR_OTHERS_WRITE) !== 0)
    throw new UsageError(
      `others than its owner can write \`${file}\`, so anybody could make themselves an approver`,
      `\`chmod go-w ${file}\` takes that away`,
    )
  const approvers = readApprovers({ file, text: read.text }, APPROVER_RIGHTS)
  if (approvers.ok) return approvers.approvers
  const { diagnostics } = approvers
  const code = diagnostics.find(({ severity }) => severity === 'error')?.code ?? 'APPROVERS_SYNTAX'
  throw new ConfigError(code, 'the approvers do not load; nobody is one', diagnostics)
}
