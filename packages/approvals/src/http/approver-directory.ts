import { createHash, timingSafeEqual } from 'node:crypto'
import type { Approver, ApproverRight } from '../approver.ts'
import { HTTP_LIMITS } from './http-limits.ts'

/** Someone who may review, and how their token is recognised. */
export interface ConfiguredApprover {
  readonly id: string
  /** SHA-256 of their token, 64 hexadecimal digits: the token itself is kept nowhere. */
  readonly tokenSha256: string
  readonly groups?: readonly string[]
  readonly roles?: readonly string[]
  readonly rights?: readonly ApproverRight[]
}

/** Who somebody is, as far as a token proves it. */
export type Identity = Omit<Approver, 'surface'>

/** Recognises approvers by bearer token; undefined for anybody else. Another one (OIDC) can stand in its place. */
export type Authenticate = (token: string) => Identity | undefined | Promise<Identity | undefined>

/** The approvers of a configuration. Every token is compared with every digest, in constant time. */
export function authenticateApprovers(
  approvers: readonly ConfiguredApprover[],
  authentication: string,
): Authenticate {
  const known = approvers.map((one) => ({ one, digest: Buffer.from(one.tokenSha256, 'hex') }))
  return (token) => {
    if (token.length > HTTP_LIMITS.tokenCharsMax) return undefined
    const given = createHash('sha256').update(token).digest()
    let found: ConfiguredApprover | undefined
    for (const { one, digest } of known)
      if (digest.length === given.length && timingSafeEqual(digest, given)) found = one
    if (found === undefined) return undefined
    const { id, groups = [], roles = [], rights = [] } = found
    return { id, groups, roles, rights, authentication }
  }
}

/** The digest under which a token is configured. */
export function tokenSha256(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
