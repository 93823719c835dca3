/** Someone who may decide. It comes from authentication and nowhere else: never from a body, a header or a flag. */
export interface Approver {
  readonly id: string
  readonly groups: readonly string[]
  readonly roles: readonly string[]
  /** What they may do beyond deciding. */
  readonly rights: readonly ApproverRight[]
  /** How they proved who they are, for example `local-token`, `bearer`, `webhook-signature`. */
  readonly authentication: string
  readonly surface: Surface
}

export const APPROVER_RIGHTS = ['reveal', 'break_glass'] as const

export type ApproverRight = (typeof APPROVER_RIGHTS)[number]

export const SURFACES = ['page', 'api', 'cli', 'webhook', 'code', 'elicitation'] as const

/** Through what a decision arrived. */
export type Surface = (typeof SURFACES)[number]
