import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Action } from '@kvlar/core'
import { canonicalJson, readJson } from '@kvlar/core/json'
import type { ApprovalKeys } from '../store/approval-keys.ts'
import { ApprovalsError } from '../approvals-error.ts'

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const LABEL = 'kvlar-approval-call-v1'

/** Seals a whole call for the request with this id (AES-256-GCM, a random nonce for each). */
export function sealCall(action: Action, id: string, keys: Pick<ApprovalKeys, 'seal'>): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, keys.seal, nonce).setAAD(Buffer.from(`${LABEL} ${id}`))
  const { type, resource, parameters, agentId, principal, server, target } = action
  const { id: principalId, kind, roles } = principal
  const text = canonicalJson({
    type,
    resource,
    parameters,
    agentId,
    principal: { id: principalId, kind, roles },
    ...(server !== undefined && { server }),
    ...(target !== undefined && { target }),
  })
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url')
}

/**
 * Opens a sealed call. The object is a fresh one that nobody else holds.
 *
 * @throws ApprovalsError `APPROVAL_TAMPERED` when it was sealed for another request, under another key, or edited
 */
export function openCall(sealed: string, id: string, keys: Pick<ApprovalKeys, 'seal'>): Action {
  try {
    const bytes = Buffer.from(sealed, 'base64url')
    const nonce = bytes.subarray(0, NONCE_BYTES)
    const decipher = createDecipheriv(ALGORITHM, keys.seal, nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(`${LABEL} ${id}`))
      .setAuthTag(bytes.subarray(-TAG_BYTES))
    const body = bytes.subarray(NONCE_BYTES, -TAG_BYTES)
    const text = Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
    const read = readJson(text, { depthMax: Number.MAX_SAFE_INTEGER })
    if (!read.ok) throw new Error(read.refusal.message)
    // Authenticated: only `sealCall` wrote this text.
    return read.value as unknown as Action
  } catch (cause) {
    throw new ApprovalsError('APPROVAL_TAMPERED', `the sealed call of \`${id}\` does not open; refusing it`, {
      cause,
    })
  }
}
