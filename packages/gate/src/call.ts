import type { Action } from '@kvlar/core'
import type { ActionPermit } from './permits.ts'
import type { Answer } from './ports.ts'
import type { Environment } from './sessions/environment.ts'
import type { Surface } from './surface.ts'
import type { Verdict } from './verdict.ts'

/** One call to be judged. */
export interface Call<S extends Surface = Surface> {
  readonly sessionId: string
  /** False where the call is in no session and `sessionId` is but a name for it; true when absent. */
  readonly isInSession?: boolean
  /** Milliseconds since the epoch; absent when nobody knows, and then a rule about it cannot be evaluated. */
  readonly sessionStartedAtMs?: number
  /** Names the call within its session: its decisions and its result share it, and it is counted once under it. */
  readonly callId: number
  /** What it asks for; all of it must be allowed. */
  readonly actions: readonly Action[]
  readonly context: S['context']
  /** From where it is made, and where its session began, as far as whoever authenticated the caller knows. */
  readonly environment?: Environment
  readonly origin?: Environment
  /** Key names and field paths to hide beside what the policy hides. */
  readonly redact?: readonly string[]
  /** Digests of the tools' definitions by name; a call that waits may find others there when it goes on. */
  readonly definitions?: ReadonlyMap<string, string>
  /** It is only asked about, and made later: its session does not count it. */
  readonly isAhead?: boolean
  /** False where there is no room for one more call that waits. */
  readonly mayWait?: boolean
}

/** What becomes of a call. */
export type Ruling<S extends Surface = Surface> =
  | Settled<S>
  /** Recorded and waiting for people; `settle` asks them, and never rejects. */
  | { readonly kind: 'hold'; readonly settle: (held: Held<S>) => Promise<Settled<S>> }

export type Settled<S extends Surface = Surface> =
  /** It may run, now. `approvalId`: the approval it runs under, which has been used up for it. */
  | {
      readonly kind: 'pass'
      readonly approvalId?: string
      /** One for each action, in their order, where permits are signed. */
      readonly permits?: readonly ActionPermit<S>[]
      /** In shadow mode: what enforcement would have said, where it would have stopped the call. */
      readonly wouldBe?: Verdict
    }
  /** It has not run. `approvalId`: an approval that was used up for it all the same. */
  | {
      readonly kind: 'refuse'
      readonly verdict: Verdict
      readonly approvalId?: string
      /** What came of asking, where somebody was asked. */
      readonly answer?: Answer<S>
    }

/** What a call has while it is held. */
export interface Held<S extends Surface = Surface> {
  /** Aborts when nobody wants the answer any more. */
  readonly signal: AbortSignal
  readonly waiting: S['waiting']
  /** Learns the definition of a tool, unless it is known and has not changed; never rejects. */
  readonly learn?: (tool: string) => Promise<void>
}

/** Names what was judged of a call: in verdicts, in permits, and in the record, where decisions and results go by it. */
export function evaluationId({ sessionId, callId }: Pick<Call, 'sessionId' | 'callId'>): string {
  return `${sessionId}:${callId}`
}
