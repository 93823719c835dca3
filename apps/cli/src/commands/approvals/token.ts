import { jsonLine } from '@kvlar/core/text'
import { randomBytes } from 'node:crypto'
import { readApprovers, tokenSha256 } from '@kvlar/approvals/approvers'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import type { approvalsTokenSpec } from './token-spec.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { UsageError } from '../../failures/usage-error.ts'

const TOKEN_BYTES = 32

/** Makes a token and the entry that recognises it; neither is kept here. */
export function run(
  { flags, operands: [id] }: Input<typeof approvalsTokenSpec>,
  { out, err }: Terminal,
): ExitCode {
  if (id === undefined)
    throw new UsageError('whose token?', 'name the approver, such as `kvlar approvals token ana`')
  const token = `kvlar_${randomBytes(TOKEN_BYTES).toString('base64url')}`
  const entry = {
    id,
    token_sha256: tokenSha256(token),
    ...(flags.group.length > 0 && { groups: flags.group }),
    ...(flags.role.length > 0 && { roles: flags.role }),
    ...(flags.right.length > 0 && { rights: flags.right }),
  }
  const read = readApprovers({ approvers: [entry] })
  if (!read.ok) throw new UsageError(`this is no approver: ${read.diagnostics[0]?.message}`)
  if (flags.json) {
    out.line(jsonLine({ token, approver: entry }))
    return EXIT_CODES.ok
  }
  err.line(`token of ${id}, shown only now: ${err.tone('name', token)}`)
  // JSON texts are YAML.
  const lines = Object.entries(entry).map(([key, value]) => `${key}: ${jsonLine(value)}`)
  lines.forEach((line, at) => out.line(`${at === 0 ? '  - ' : '    '}${line}`))
  return EXIT_CODES.ok
}
