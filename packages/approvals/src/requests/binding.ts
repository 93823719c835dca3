import type { Action } from '@kvlar/core'
import { canonicalJson, readJson } from '@kvlar/core/json'
import { keyedDigest, type ApprovalKeys } from '../store/approval-keys.ts'
import { ApprovalsError } from '../approvals-error.ts'
import { withoutPaths } from './field-paths.ts'
import { LIMITS } from '../limits.ts'

/** What an approval is bound to. */
export interface BoundCall {
  readonly action: Action
  /** SHA-256 of the tool's definition; a definition nobody has seen equals no digest. */
  readonly definition?: string
  /** Field paths that may differ between the approved call and the one that runs. */
  readonly exclude: readonly string[]
}

const LABEL = 'kvlar-approval-v1'

/**
 * The digest that an approval matches on: principal, server, what is called, its definition, target and arguments.
 * Session, agent and policy are not part of it, so that a restart keeps an approval.
 *
 * INVARIANT: only this package computes it, over one canonical JSON array with a version tag; no two different calls
 * run together.
 *
 * @throws ApprovalsError `APPROVAL_UNBINDABLE` when the arguments are not JSON, not readable or too large
 */
export function bindCall(call: BoundCall, keys: Pick<ApprovalKeys, 'digest'>): string {
  const { action, definition, exclude } = call
  let text: string
  let parameters: string
  try {
    parameters = canonicalJson(action.parameters)
    text = canonicalJson([
      LABEL,
      [action.principal.kind, action.principal.id],
      action.server ?? null,
      action.type,
      action.resource,
      action.target ?? null,
      definition ?? null,
      withoutPaths(action.parameters, exclude),
    ])
  } catch (cause) {
    throw new ApprovalsError('APPROVAL_UNBINDABLE', 'the arguments are not JSON; refusing to ask', { cause })
  }
  if (Math.max(text.length, parameters.length) > LIMITS.argumentsCharsMax)
    throw new ApprovalsError('APPROVAL_UNBINDABLE', 'the arguments are too large to approve; refusing to ask')
  // INVARIANT: whatever is stored can be read back: one request that could not would keep people from all others.
  if (!readJson(parameters, { depthMax: LIMITS.argumentsDepthMax }).ok)
    throw new ApprovalsError(
      'APPROVAL_UNBINDABLE',
      'the arguments hold a key or a nesting that is not read back; refusing to ask',
    )
  return keyedDigest(keys.digest, LABEL, text)
}
