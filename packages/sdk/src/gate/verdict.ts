import type { IssuedPermit } from '@kvlar/crypto'
import { hintsOf, type Hints, type Target, type Verdict as GateVerdict, type VerdictCode } from '@kvlar/gate'
import type { PendingRequest } from '../errors/approval-pending.ts'

/** What became of an action that was judged. `String(verdict)` is `[CODE] evaluator: reason`. */
export type Verdict = PermitVerdict | RefuseVerdict | InvalidateVerdict | ApprovalVerdict

interface VerdictFacts {
  readonly code: VerdictCode
  /** Who said so: `policy`, `invariants`, `drift`, an evaluator of yours. */
  readonly evaluator: string
  /** The rule, the invariant, or what stands for one. */
  readonly ruleId: string
  readonly reason: string
  /** Under which the record keeps it. */
  readonly evaluationId: string
  /** Of an action that is not let go: whether and when it is worth another try. */
  readonly hints: Hints
  readonly isPermit: boolean
  readonly isRefuse: boolean
  readonly isInvalidate: boolean
  readonly isApprovalRequired: boolean
  toString(): string
}

export interface PermitVerdict extends VerdictFacts {
  readonly kind: 'permit'
  /** Where permits are signed: the token, its signature, and both as one text to hand on. */
  readonly permit?: IssuedPermit
  /** The token's own. */
  readonly tokenId?: string
  /** The approval that was used up for it. */
  readonly approvalId?: string
  /** In shadow mode: what enforcement would have said, where it would have stopped the action. */
  readonly wouldBe?: Pick<GateVerdict, 'code' | 'evaluator' | 'ruleId' | 'reason'>
}

export interface RefuseVerdict extends VerdictFacts {
  readonly kind: 'refuse'
}

export interface InvalidateVerdict extends VerdictFacts {
  readonly kind: 'invalidate'
  /** Who is turned away from here on. */
  readonly target: Target
}

export interface ApprovalVerdict extends VerdictFacts {
  readonly kind: 'require_approval'
  /** The request that waits for a reviewer; make the same call again once it is approved. */
  readonly request: PendingRequest
}

/** What the parts of a verdict have in common. */
export function factsOf(
  kind: Verdict['kind'],
  said: Pick<GateVerdict, 'code' | 'evaluator' | 'ruleId' | 'reason' | 'limit' | 'suggestion'>,
  evaluationId: string,
): VerdictFacts {
  const { code, evaluator, ruleId, reason } = said
  return {
    code,
    evaluator,
    ruleId,
    reason,
    evaluationId,
    hints: hintsOf(said),
    isPermit: kind === 'permit',
    isRefuse: kind === 'refuse',
    isInvalidate: kind === 'invalidate',
    isApprovalRequired: kind === 'require_approval',
    toString: () => `[${code}] ${evaluator}: ${reason}`,
  }
}
