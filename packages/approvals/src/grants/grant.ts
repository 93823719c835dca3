import type { JsonValue } from '@kvlar/core/json'

/** A standing yes that a reviewer gave; it answers like calls until it ends, is used up or is revoked. */
export interface Grant {
  /** `grt_` and 32 hexadecimal digits. */
  readonly id: string
  readonly state: 'active' | 'revoked' | 'ended'
  /** The request it was given with, and who gave it. */
  readonly requestId: string
  readonly givenBy: string
  readonly createdAtMs: number
  /** Good before this moment, not at it. */
  readonly expiresAtMs: number
  /** Only calls of this session, when present. */
  readonly sessionId?: string
  readonly principal: string
  readonly server?: string
  readonly type: string
  readonly resource: string
  readonly target?: string
  readonly definition?: string
  /** Only while the same rule asks. */
  readonly ruleId: string
  readonly scope: GrantScope
  readonly uses: number
  readonly revokedBy?: string
  readonly revokedAtMs?: number
}

/** Which arguments it covers: exactly those of the request, or a shape that the reviewer saw. */
export type GrantScope =
  | { readonly kind: 'exact'; readonly digest: string }
  | { readonly kind: 'shape'; readonly fields: readonly GrantField[] }

/** One leaf of the arguments. A call with a leaf more or less is not covered. */
export interface GrantField {
  readonly path: readonly (string | number)[]
  readonly test: FieldTest
}

export type FieldTest =
  | { readonly kind: 'equals'; readonly value: JsonValue }
  /** A value that is never shown, compared by its keyed digest. */
  | { readonly kind: 'hidden'; readonly digest: string }
  /** A text with parts left open. */
  | { readonly kind: 'like'; readonly parts: readonly TextPart[] }

export type TextPart =
  | { readonly text: string }
  | { readonly any: 'uuid' }
  /** As many characters as there were. */
  | { readonly any: 'hex' | 'digits'; readonly length: number }
