import { DRAFT_07, listOf, mapOf, NAME, type Schema } from '@kvlar/core/schema'
import { LIMITS } from '../limits.ts'
import { APPROVER_RIGHTS } from './approver.ts'
import { APPROVER_KEYS, APPROVERS_KEYS } from './approvers-keys.ts'

/** The JSON Schema (draft-07) of files of approvers, for editors. */
export function approversSchema(): Schema {
  const approver = mapOf(
    APPROVER_KEYS,
    {
      id: NAME,
      token_sha256: { type: 'string', pattern: '^[0-9a-fA-F]{64}$' },
      groups: listOf(NAME),
      roles: listOf(NAME),
      rights: listOf({ enum: APPROVER_RIGHTS }),
    },
    { required: ['id', 'token_sha256'] },
  )
  const file = mapOf(
    APPROVERS_KEYS,
    { approvers: { ...listOf(approver, 1), maxItems: LIMITS.approversMax } },
    { required: ['approvers'] },
  )
  return { $schema: DRAFT_07, title: 'Kvlar approvers', ...file }
}
