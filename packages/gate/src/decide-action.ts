import {
  decideOnCounts,
  type Action,
  type Counters,
  type Decision,
  type Engine,
  type Facts,
  type Mark,
} from '@kvlar/core'
import { after } from './after.ts'
import type { ActionContext } from './evaluators/action-context.ts'
import { createPipeline, type Asked, type PipelineOptions } from './evaluators/pipeline.ts'
import { gatherState, UNAVAILABLE, type GatheredState, type StateSources } from './gather-state.ts'
import { isObserving, type ObserveOnly } from './observe-only.ts'
import type { Environment } from './sessions/environment.ts'
import type { Verdict } from './verdict.ts'

export interface DecideOptions extends PipelineOptions, StateSources {
  /** The one in force now: a call that waits is decided again by what is in force then. */
  readonly engine: () => Engine
  readonly counters: Counters
  /** Shadow mode; everything is enforced when absent. */
  readonly observeOnly?: ObserveOnly
  /** Milliseconds since the epoch; the system's clock when absent. */
  readonly now?: () => number
}

/** One action of a call, as it is decided and decided again. */
export interface Subject {
  readonly action: Action
  readonly sessionId: string
  readonly isInSession: boolean
  /** It is made later, and its session counts it then. */
  readonly isAhead: boolean
  /** However often the action is decided, it is counted once under this. */
  readonly decisionId: string
  readonly sessionStartedAtMs: number | undefined
  readonly environment: Environment
  readonly origin: Environment
  /** Hidden beside what the policy hides. */
  readonly redact: readonly string[]
}

/** An action with its decision and what it was decided on. */
export interface Decided extends Subject {
  readonly decision: Decision
  /** The decision, unless something above or below the policy denies. */
  readonly effective: Verdict
  /** In shadow mode: what enforcement would have said, where it would have stopped the call. */
  readonly wouldBe?: Verdict
  readonly facts: Facts
  /** What it leaves in the counters if it is let go, and whether that stands already. */
  readonly marks: readonly Mark[]
  readonly isMarked: boolean
  /** Of the engine that decided. */
  readonly policyDigest: string
  readonly redactFields: readonly string[]
  readonly decideUs: number
}

/** @param isAgain the action was decided before, and is not counted anew */
export type DecideAction = (subject: Subject, isAgain?: boolean) => Decided | Promise<Decided>

/**
 * Fetches what is read of an action, asks the policy, and then all that can stop what the policy lets go. With state at
 * hand no promise is made.
 */
export function createDecideAction(options: DecideOptions): DecideAction {
  const { engine, observeOnly, now = Date.now } = options
  const pipeline = createPipeline(options)

  return (subject, isAgain = false) => {
    const startedAt = performance.now()
    const current = engine()
    const { action, decisionId, sessionId, redact } = subject
    const nowMs = now()

    const decide = (state: GatheredState): Decided | Promise<Decided> => {
      const startedAtMs = sessionStart(state, subject)
      const { decision, verdict, facts, marks, isMarked } = decideOnCounts(current, state.counts, {
        action,
        decisionId,
        nowMs,
        sessionId,
        ...(startedAtMs !== undefined && { sessionStartedAtMs: startedAtMs }),
        ...(redact.length > 0 && { hide: redact }),
      })
      const policy: Verdict = { ...verdict, evaluator: 'policy' }
      const asked: Asked = { context: contextOf(subject, state, nowMs), state, policy }
      const concluded = (effective: Verdict, wouldBe?: Verdict): Decided => {
        const hidden = current.redactFields(action)
        return {
          ...subject,
          decision,
          effective,
          ...(wouldBe !== undefined && { wouldBe }),
          facts,
          marks,
          isMarked,
          policyDigest: current.digest,
          redactFields: redact.length === 0 ? hidden : [...hidden, ...redact],
          decideUs: Math.round((performance.now() - startedAt) * 1000),
        }
      }
      return after(pipeline.enforced(asked), (enforced) => {
        if (enforced.outcome === 'allow' || !isObserving(observeOnly, nowMs)) return concluded(enforced)
        const stopped = pipeline.blocking(asked, observeOnly)
        return stopped === undefined ? concluded(observed(enforced), enforced) : concluded(stopped)
      })
    }
    return after(gatherState(current, options, { subject, nowMs, isAgain }), decide)
  }
}

/** When the session began: as it is held, or as the caller says where nobody holds it. */
function sessionStart({ session }: GatheredState, { sessionStartedAtMs }: Subject): number | undefined {
  if (session === undefined) return sessionStartedAtMs
  return session === UNAVAILABLE ? undefined : session.startedAtMs
}

function contextOf(
  { action, sessionId, environment }: Subject,
  { session }: GatheredState,
  nowMs: number,
): ActionContext {
  return { action, sessionId, session: session === UNAVAILABLE ? undefined : session, environment, nowMs }
}

function observed({ ruleId, code, evaluator, reason }: Verdict): Verdict {
  return {
    outcome: 'allow',
    code: 'KVLAR_OBSERVED',
    ruleId,
    reason: `shadow mode lets go what ${evaluator} would have stopped (${code}): ${reason}`,
    evaluator: 'gate',
  }
}
