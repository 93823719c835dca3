import type { Action } from '@kvlar/core'
import type { Decided } from './decide-action.ts'
import type { Surface } from './surface.ts'
import type { Verdict, VerdictCode } from './verdict.ts'

/** Leave for one action, for whoever carries it out. */
export interface Permit {
  /** Milliseconds since the epoch. */
  readonly expiresAtMs: number
}

/** What a permit is to bind. */
export interface PermitGrounds {
  readonly action: Action
  readonly sessionId: string
  /** False where the action is in no session and `sessionId` is but a name for it. */
  readonly isInSession: boolean
  /** Under which the record has the decision. */
  readonly evaluationId: string
  readonly policyDigest: string
}

/** The permit of one action, or undefined for an action that nobody asks a permit for. */
export type ActionPermit<S extends Surface> = NonNullable<S['permit']> | undefined

/** Signs a permit; throwing or rejecting refuses the call. Asked only for what stands in the record as let go. */
export type SignPermit<S extends Surface = Surface> = (grounds: PermitGrounds) => Promise<ActionPermit<S>>

export type Signed<S extends Surface> =
  | { readonly ok: true; readonly permits: readonly ActionPermit<S>[] }
  | { readonly ok: false; readonly stopped: Decided }

/** Signs one permit for each action; all of them can be handed out, or none. */
export async function signPermits<S extends Surface>(
  decided: readonly Decided[],
  evaluationId: string,
  { sign, now, onFailure }: SignOptions<S>,
): Promise<Signed<S>> {
  const [first] = decided
  if (first === undefined) return { ok: true, permits: [] }
  try {
    const permits = await Promise.all(
      decided.map(({ action, sessionId, isInSession, policyDigest }) =>
        sign({ action, sessionId, isInSession, evaluationId, policyDigest }),
      ),
    )
    // A signer may take its time; whoever verifies would refuse such a permit.
    const late = permits.findIndex((permit) => permit !== undefined && !(now() < permit.expiresAtMs))
    if (late < 0) return { ok: true, permits }
    return stopped(decided[late] ?? first, 'PERMIT_EXPIRED', 'the permit expired before it could be used')
  } catch (error) {
    onFailure(error)
    return stopped(first, 'PERMIT_FAILED', 'the permit could not be signed')
  }
}

export interface SignOptions<S extends Surface> {
  readonly sign: SignPermit<S>
  readonly now: () => number
  readonly onFailure: (error: unknown) => void
}

function stopped(decided: Decided, code: VerdictCode, reason: string): { ok: false; stopped: Decided } {
  const { ruleId } = decided.effective
  const effective: Verdict = { outcome: 'deny', code, ruleId, reason, evaluator: 'permit' }
  return { ok: false, stopped: { ...decided, effective } }
}
