import { ApprovalsError } from '@kvlar/approvals'
import { REDIS_LIMITS } from './limits.ts'

/** The keys of one queue. All carry one hash tag, so that a cluster keeps them in one slot and one script sees all. */
export interface QueueKeys {
  /** What every script works on, in the order in which the scripts name them. */
  readonly all: readonly string[]
  /** Where a process shows that it runs. */
  owner(name: string): string
}

const NAMES = ['about', 'rows', 'bodies', 'live', 'index', 'pending', 'due', 'marks', 'ended'] as const

/** @throws ApprovalsError `APPROVAL_BAD_OPTION` for a prefix that would break the hash tag */
export function queueKeys(prefix: string): QueueKeys {
  if (!/^[^{}\s]+$/.test(prefix) || prefix.length > REDIS_LIMITS.prefixCharsMax)
    throw new ApprovalsError(
      'APPROVAL_BAD_OPTION',
      `the prefix \`${prefix}\` must have 1 to ${REDIS_LIMITS.prefixCharsMax} characters and no space or brace; refusing it`,
    )
  return {
    all: NAMES.map((name) => `{${prefix}}:${name}`),
    owner: (name) => `{${prefix}}:owner:${name}`,
  }
}
