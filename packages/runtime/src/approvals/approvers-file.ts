import { statSync } from 'node:fs'
import { readApprovers, type ConfiguredApprover } from '@kvlar/approvals/approvers'
import { ConfigError } from '@kvlar/core'
import { readText } from '@kvlar/core/node'
import { SettingsError } from '../settings/settings-error.ts'

const GROUP_OR_OTHERS_WRITE = 0o022

/**
 * Loads the file that says who may review.
 * @throws SettingsError when it cannot be read or others can write it, ConfigError for what it says
 */
export function loadApprovers(file: string): readonly ConfiguredApprover[] {
  const read = readText(file)
  if (!read.ok)
    throw new SettingsError('SETTINGS_UNREADABLE', `approvers \`${file}\` cannot be read: ${read.why}`)
  if (process.platform !== 'win32' && (statSync(file).mode & GROUP_OR_OTHERS_WRITE) !== 0)
    throw new SettingsError(
      'SETTINGS_NOT_PRIVATE',
      `others than its owner can write \`${file}\`, so anybody could make themselves an approver`,
      `\`chmod go-w ${file}\` takes that away`,
    )
  const approvers = readApprovers({ file, text: read.text })
  if (approvers.ok) return approvers.approvers
  const { diagnostics } = approvers
  const code = diagnostics.find(({ severity }) => severity === 'error')?.code ?? 'APPROVERS_SYNTAX'
  throw new ConfigError(code, 'the approvers do not load; nobody is one', diagnostics)
}
