import { randomBytes } from 'node:crypto'
import { MalformedBytes } from '../bytes/byte-reader.ts'
import { toHex } from '../bytes/hex.ts'
import { PermitError } from '../errors/permit-error.ts'
import { LIMITS } from '../limits.ts'
import { unusableOption } from '../unusable-option.ts'
import { boundText } from './bound-text.ts'
import { parametersDigest } from './parameters-digest.ts'
import { fromDigest, type PermitToken } from './permit-token.ts'

/** The parameters of a call, or the digest of their canonical form where that is at hand. */
export type CallParameters =
  | { readonly parameters: unknown; readonly parametersDigest?: never }
  | { readonly parametersDigest: string; readonly parameters?: never }

/** What a permit shall bind. */
export type PermitRequest = CallParameters & {
  readonly action: string
  readonly audience: string
  readonly principal: string
  readonly target?: string
  readonly session?: string
  readonly decisionId?: string
  /** `sha256:<hex>`. */
  readonly policyDigest?: string
  /** Unix seconds; now by default. */
  readonly notBefore?: number
  /** 30 by default, at most 3,600. */
  readonly lifetimeSeconds?: number
}

const FIELDS = [
  'action',
  'audience',
  'principal',
  'target',
  'session',
  'decisionId',
  'policyDigest',
  'notBefore',
  'lifetimeSeconds',
  'parameters',
  'parametersDigest',
]

/**
 * The token of a request: bounded texts, a fresh nonce, and the times.
 * @param nowSeconds Unix seconds
 * @throws PermitError `PERMIT_INVALID_REQUEST`
 */
export function permitToken(request: PermitRequest, nowSeconds: number): PermitToken {
  const problem = unusableOption(request, FIELDS)
  if (problem !== undefined) throw invalid(`has a field of no use: ${problem}`)
  const { lifetimeSeconds = LIMITS.permitLifetimeSeconds, notBefore = nowSeconds } = request
  if (!Number.isSafeInteger(lifetimeSeconds) || lifetimeSeconds < 1) throw invalid('has no positive lifetime')
  if (!Number.isSafeInteger(notBefore) || notBefore < nowSeconds) throw invalid('begins before it is issued')
  const expiresAt = notBefore + lifetimeSeconds
  if (expiresAt - nowSeconds > LIMITS.permitLifetimeSecondsMax)
    throw invalid(`lasts longer than ${LIMITS.permitLifetimeSecondsMax} seconds`)
  const { target, session, decisionId, policyDigest } = request
  return {
    tokenId: toHex(randomBytes(16)),
    issuedAt: nowSeconds,
    notBefore,
    expiresAt,
    action: boundText(request.action, 'action'),
    parametersDigest: digestOf(request),
    audience: boundText(request.audience, 'audience'),
    principal: boundText(request.principal, 'principal'),
    ...(target !== undefined && { target: boundText(target, 'target') }),
    ...(session !== undefined && { session: boundText(session, 'session') }),
    ...(decisionId !== undefined && { decisionId: boundText(decisionId, 'decisionId') }),
    ...(policyDigest !== undefined && { policyDigest: checkDigest(policyDigest) }),
  }
}

/** @throws PermitError `PERMIT_INVALID_REQUEST` unless exactly one of parameters and digest is given */
export function digestOf(call: CallParameters): string {
  if (call.parametersDigest === undefined) return parametersDigest(call.parameters)
  if (call.parameters !== undefined) throw invalid('has parameters and their digest')
  return checkDigest(call.parametersDigest)
}

function checkDigest(text: string): string {
  try {
    fromDigest(text)
    return text
  } catch (cause) {
    if (!(cause instanceof MalformedBytes || cause instanceof TypeError)) throw cause
    throw invalid('has a digest that is not `sha256:<hex>`')
  }
}

function invalid(problem: string): PermitError {
  return new PermitError('PERMIT_INVALID_REQUEST', `a permit request ${problem}; refusing it`)
}
