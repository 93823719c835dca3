import type { CallEnd, Counters } from '@kvlar/core'
import { after } from './after.ts'
import type { Call } from './call.ts'
import type { Decided } from './decide-action.ts'
import { LIMITS } from './limits.ts'
import { denied } from './verdict.ts'

/** What calls leave behind in the counters, from when they are let go to when they have ended. */
export interface Marks {
  /** Leaves those of an action that may run, where they do not stand yet; one whose marks cannot be left is denied. */
  leave(decided: Decided): Decided | Promise<Decided>
  /** The call is let go: its marks stand until it has ended. */
  open(call: Pick<Call, 'sessionId' | 'callId'>, decided: readonly Decided[]): void
  /** The call has certainly not run: what stands of it is taken away. */
  takeBack(decided: readonly Decided[]): void
  /** Says how a call ended that was let go; one that left nothing is ignored. */
  ended(call: Pick<Call, 'sessionId' | 'callId'>, end: CallEnd): void
}

export interface MarksOptions {
  readonly counters: Counters
  readonly now: () => number
  readonly onFailure: (error: unknown) => void
}

export function createMarks({ counters, now, onFailure }: MarksOptions): Marks {
  /** Decisions of calls that were let go, by call; the oldest are forgotten, and what they left stays. */
  const open = new Map<string, readonly string[]>()

  // Nobody waits for it: until it is done the counters say more than there is, which is the safe side.
  const settle = (decisionId: string, end: CallEnd): void => {
    try {
      const settled = counters.settle(decisionId, end)
      if (settled instanceof Promise) settled.catch(onFailure)
    } catch (error) {
      onFailure(error)
    }
  }
  const unavailable = (decided: Decided): Decided =>
    denied(decided, {
      code: 'EVALUATION_STATE_UNAVAILABLE',
      reason: 'what the call adds to a limit could not be kept',
      evaluator: 'policy',
    })

  return {
    leave: (decided) => {
      const { effective, marks, isMarked, decisionId } = decided
      if (effective.outcome !== 'allow' || isMarked || marks.length === 0) return decided
      try {
        const counted = counters.count({ decisionId, nowMs: now(), needs: [], marks, isLetGo: true })
        return after(
          counted instanceof Promise ? counted.catch(() => undefined) : counted,
          (found): Decided =>
            found?.isMarked === true ? { ...decided, isMarked: true } : unavailable(decided),
        )
      } catch {
        return unavailable(decided)
      }
    },
    open: (call, decided) => {
      const ids = marked(decided)
      if (ids.length === 0) return
      open.set(nameOf(call), ids)
      const [oldest] = open.keys()
      if (open.size > LIMITS.openCallsMax && oldest !== undefined) open.delete(oldest)
    },
    takeBack: (decided) => {
      for (const id of marked(decided)) settle(id, 'not_run')
    },
    ended: (call, end) => {
      const ids = open.get(nameOf(call)) ?? []
      open.delete(nameOf(call))
      for (const id of ids) settle(id, end)
    },
  }
}

function marked(decided: readonly Decided[]): readonly string[] {
  return decided.filter(({ marks }) => marks.length > 0).map(({ decisionId }) => decisionId)
}

function nameOf({ sessionId, callId }: Pick<Call, 'sessionId' | 'callId'>): string {
  return `${sessionId}:${callId}`
}
