import { safeRecord, type Call, type Gate, type ResultEvent, type Settled } from '@kvlar/gate'
import type { InvalidArguments } from './errors/invalid-arguments.ts'
import type { PendingRequest } from './errors/approval-pending.ts'
import { KvlarMisuse } from './errors/kvlar-misuse.ts'
import type { JudgedCall } from './judged-call.ts'
import type { Guarded, Recorder } from './ports.ts'
import { pendingRequest, stopError, type ApprovalUrl } from './stop-error.ts'

export interface RoadOptions {
  /** Judges every call; `createGuardGate` makes one. */
  readonly gate: Gate<Guarded>
  /** Keeps how calls ended and what was not judged; the gate keeps its decisions itself. */
  readonly record: Recorder
  /** Told how a call ended that ran under an approval. */
  readonly finish?: (approvalId: string, result: 'ok' | 'failed') => Promise<void>
  readonly approvalUrl?: ApprovalUrl
  /** Aborts when the gate is closed for good: whoever waits is told, and nobody starts. */
  readonly closing?: AbortSignal
  readonly now: () => number
  readonly onFailure: (error: unknown) => void
}

/** What a call has that may run. */
export interface Passed {
  /** Has been used up for it. */
  readonly approvalId?: string
  /** Where permits are signed: the text of its own. */
  readonly permit?: string
}

/** Starts what was judged. */
export type Start<Result> = (passed: Passed) => Result | Promise<Result>

/** How somebody else's call ended. */
export type Ended = (result: 'ok' | 'failed') => Promise<void>

/** The road of every call to its function. */
export interface Road {
  /**
   * Runs `start` when the policy or a reviewer says so, and gives what it gives.
   * @throws KvlarDenied, ApprovalPending, ApprovalDenied, ApprovalExpired, the reason of the signal, and what `start` throws
   */
  travel<Result>(call: JudgedCall, start: Start<Result>): Promise<Result>
  /**
   * Lets a call go that somebody else makes, and runs nothing.
   * @returns what it has, and how to say that it has ended, once; of a call of which nobody says so, no end stands on record
   */
  letGo(call: JudgedCall): Promise<{ readonly passed: Passed; readonly ended: Ended }>
  /**
   * Asks people about a call that is made later, and runs nothing; an approval that is there stays good.
   * @returns what waits for them, or is approved by now; undefined where they are not asked. Never rejects.
   */
  askAhead(call: JudgedCall): Promise<PendingRequest | undefined>
  /** Records that the arguments of a call were not judged; never rejects. */
  refuse(sessionId: string, error: Pick<InvalidArguments, 'code' | 'message'>): Promise<void>
  /** Resolves once no call waits and none runs. */
  whenIdle(): Promise<void>
}

export function createRoad(options: RoadOptions): Road {
  const { gate, finish, approvalUrl, closing, now, onFailure } = options
  const record = safeRecord(options.record, onFailure)

  /** Comes back when the call may run. */
  const pass = async (call: JudgedCall): Promise<Passed> => {
    const { signal, holdMs } = call
    if (closing?.aborted === true)
      throw new KvlarMisuse('KVLAR_CLOSED', 'this Kvlar is closed; nothing runs any more')
    const first = await gate.judge(gateCall(call))
    const until = closing === undefined ? signal : AbortSignal.any([signal, closing])
    const ruling = first.kind === 'hold' ? await first.settle({ signal: until, waiting: { holdMs } }) : first
    if (ruling.kind === 'pass') return passedOf(ruling)
    await finished(ruling.approvalId, 'failed')
    signal.throwIfAborted()
    throw stopError(call, ruling, approvalUrl)
  }

  /** What has run has run: a failure here is not the caller's. */
  const finished = async (approvalId: string | undefined, result: 'ok' | 'failed'): Promise<void> => {
    try {
      if (approvalId !== undefined) await finish?.(approvalId, result)
    } catch (error) {
      onFailure(error)
    }
  }

  const askAhead = async (call: JudgedCall): Promise<PendingRequest | undefined> => {
    if (closing?.aborted === true) return undefined
    const { sessionId, callId, signal } = call
    const first = await gate.judge({ ...gateCall(call), isAhead: true })
    const waiting = { holdMs: 0, isAhead: true }
    const ruling = first.kind === 'hold' ? await first.settle({ signal, waiting }) : first
    await finished(ruling.approvalId, 'failed')
    if (ruling.kind === 'pass') gate.ended({ sessionId, callId }, 'not_run')
    return ruling.kind === 'refuse' ? pendingRequest(ruling, approvalUrl) : undefined
  }

  let underWay = 0
  const idle = new Set<() => void>()
  const leave = (): void => {
    underWay -= 1
    if (underWay > 0) return
    for (const tell of idle) tell()
    idle.clear()
  }
  const whenIdle = async (): Promise<void> => {
    if (underWay > 0) await new Promise<void>((resolve) => idle.add(resolve))
  }

  /** A call that may run by now, and its end. */
  const open = async (call: JudgedCall) => {
    call.signal.throwIfAborted()
    const passed = await pass(call)
    const { approvalId } = passed
    const startedAt = performance.now()
    const end = async (result: ResultEvent['result'], hasStarted: boolean): Promise<void> => {
      const { sessionId, callId } = call
      const latencyMs = Math.round(performance.now() - startedAt)
      const of = { sessionId, callId, ...(approvalId !== undefined && { approvalId }) }
      gate.ended({ sessionId, callId }, hasStarted ? (result === 'ok' ? 'ok' : 'failed') : 'not_run')
      await record({ kind: 'result', ...of, atMs: now(), result, latencyMs })
      await finished(approvalId, result === 'ok' ? 'ok' : 'failed')
    }
    return { passed, end }
  }

  const travel = async <Result>(call: JudgedCall, start: Start<Result>): Promise<Result> => {
    const { passed, end } = await open(call)
    let hasStarted = false
    try {
      call.signal.throwIfAborted()
      hasStarted = true
      const result = await start(passed)
      await end('ok', hasStarted)
      return result
    } catch (error) {
      await end(call.signal.aborted ? 'cancelled' : 'failed', hasStarted)
      throw error
    }
  }

  const letGo: Road['letGo'] = async (call) => {
    const { passed, end } = await open(call)
    if (call.signal.aborted) await end('cancelled', false)
    call.signal.throwIfAborted()
    let isOver = false
    const ended: Ended = async (result) => {
      if (isOver) return
      isOver = true
      await end(result, true)
    }
    return { passed, ended }
  }

  const counted = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    underWay += 1
    try {
      return await work()
    } finally {
      leave()
    }
  }

  return {
    travel: async (call, start) => counted(async () => travel(call, start)),
    letGo: async (call) => counted(async () => letGo(call)),
    askAhead: async (call) => counted(async () => askAhead(call)),
    whenIdle,
    refuse: async (sessionId, { code, message }) => {
      await record({ kind: 'refused', sessionId, atMs: now(), from: 'client', code, message })
    },
  }
}

function passedOf({ approvalId, permits }: Extract<Settled<Guarded>, { kind: 'pass' }>): Passed {
  const permit = permits?.[0]?.text
  return { ...(approvalId !== undefined && { approvalId }), ...(permit !== undefined && { permit }) }
}

function gateCall(call: JudgedCall): Call<Guarded> {
  const { action, sessionId, isInSession, sessionStartedAtMs, environment, origin, callId, redact } = call
  return {
    actions: [action],
    sessionId,
    isInSession,
    environment,
    origin,
    callId,
    redact,
    context: { from: 'client', method: 'guard' },
    ...(sessionStartedAtMs !== undefined && { sessionStartedAtMs }),
  }
}
