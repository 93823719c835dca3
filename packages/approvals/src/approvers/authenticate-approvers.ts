import { createHash, timingSafeEqual } from 'node:crypto'
import { ApprovalsError } from '../approvals-error.ts'
import { LIMITS } from '../limits.ts'
import { APPROVER_RIGHTS, type Approver, type ApproverRight } from './approver.ts'

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

/**
 * The approvers of a configuration. Every token is compared with every digest, in constant time.
 *
 * @throws ApprovalsError `APPROVAL_BAD_OPTION` for a digest that is none, or one that two approvers share
 */
export function authenticateApprovers(
  approvers: readonly ConfiguredApprover[],
  authentication = 'bearer',
): Authenticate {
  const digests = new Set<string>()
  for (const { id, tokenSha256: digest } of approvers) {
    if (!/^[0-9a-f]{64}$/i.test(digest) || digests.has(digest.toLowerCase()))
      throw new ApprovalsError(
        'APPROVAL_BAD_OPTION',
        `the token digest of the approver \`${id}\` is not 64 hexadecimal digits of its own; refusing to serve`,
      )
    digests.add(digest.toLowerCase())
  }
  const known = approvers.map((one) => ({ one, digest: Buffer.from(one.tokenSha256, 'hex') }))
  return (token) => {
    if (token.length > LIMITS.tokenCharsMax) return undefined
    const given = createHash('sha256').update(token).digest()
    let found: ConfiguredApprover | undefined
    for (const { one, digest } of known)
      if (digest.length === given.length && timingSafeEqual(digest, given)) found = one
    if (found === undefined) return undefined
    const { id, groups = [], roles = [], rights = [] } = found
    return { id, groups, roles, rights, authentication }
  }
}

/** The person at this machine, known by the token that only they can read; they may do everything. */
export function authenticateLocal(token: string): Authenticate {
  const local = { id: 'local', tokenSha256: tokenSha256(token), rights: APPROVER_RIGHTS }
  return authenticateApprovers([local], 'local-token')
}

/** The digest under which a token is configured. */
export function tokenSha256(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
