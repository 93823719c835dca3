import {
  agentPrincipal,
  createEngine,
  createMemoryCounters,
  createRedactor,
  gatherFacts,
  type Action,
  type JsonObject,
} from '@kvlar/core'
import type { Approvals } from '../approvals.ts'
import type { Approver } from '../approver.ts'
import type { AskedCall } from '../asked-call.ts'
import { createBroker, type Answer, type Broker } from '../broker.ts'
import type { DecideAnswer } from '../decide.ts'
import type { HeldRequest } from '../held-request.ts'
import { ApprovalPending, ApprovalRejectedError, ApprovalTimeoutError } from './approval-errors.ts'
import type { AuditEntry } from './audit-entry.ts'
import { createAuditLog, type AuditedCall, type AuditLog } from './audit-log.ts'
import { bindArguments } from './bind-arguments.ts'
import type { GuardOptions } from './guard-options.ts'
import type { Policy } from './policy.ts'

export interface ApproveKitOptions {
  /** Whose calls these are; `approvekit` when absent. */
  readonly agentId?: string
  /** Who decides through `approve` and `reject`; `local` when absent. Never the agent. */
  readonly approverId?: string
}

/** ApproveKit's shape over our engine and queue: wrap a function, and it runs only when the policy or a person says so. */
export class ApproveKit {
  readonly #engine: ReturnType<typeof createEngine>
  readonly #approvals: Approvals
  readonly #brokers: Readonly<Record<'wait' | 'throw', Broker>>
  readonly #counters = createMemoryCounters()
  readonly #audit: AuditLog
  readonly #agentId: string
  readonly #approver: Approver
  readonly #sessionId = crypto.randomUUID()

  constructor(policy: Policy, storage: Approvals, options: ApproveKitOptions = {}) {
    this.#engine = createEngine([policy], { parseUrl: (text) => URL.parse(text) ?? undefined })
    this.#approvals = storage
    this.#brokers = {
      wait: createBroker({ approvals: storage, holdMs: Number.POSITIVE_INFINITY }),
      throw: createBroker({ approvals: storage, holdMs: 0 }),
    }
    this.#audit = createAuditLog(() => storage.now())
    this.#agentId = options.agentId ?? 'approvekit'
    this.#approver = {
      id: options.approverId ?? 'local',
      groups: [],
      roles: [],
      rights: [],
      authentication: 'in-process',
      surface: 'code',
    }
  }

  /**
   * Wraps a function, synchronous or not, of one object or of the parameters that `params` names. What runs is a
   * frozen copy of the arguments that were judged. The wrapped function rejects with `ApprovalRejectedError`,
   * `ApprovalTimeoutError`, `ApprovalPending` where the options ask for it, or the reason of an aborted signal.
   *
   * @throws TypeError for a function without a name: no rule could name it
   */
  guard<This, Given extends unknown[], Result>(
    fn: (this: This, ...given: Given) => Result | Promise<Result>,
    options: GuardOptions = {},
  ): (this: This, ...given: Given) => Promise<Result> {
    const { name } = fn
    if (name === '') throw new TypeError('a function without a name cannot be guarded: no rule could name it')
    const pass = async (args: JsonObject): Promise<AuditedCall> => this.#pass(name, args, options)
    const ran = async (call: AuditedCall, result: 'executed' | 'failed'): Promise<void> =>
      this.#ran(call, result)
    return async function guarded(this: This, ...given: Given) {
      const { named, list } = bindArguments(given, options)
      const call = await pass(named)
      let result: Result
      try {
        // A copy of what the caller gave, of the same shape.
        result = await fn.apply(this, list as unknown as Given)
      } catch (error) {
        await ran(call, 'failed')
        throw error
      }
      await ran(call, 'executed')
      return result
    }
  }

  /** Approves a pending request. */
  async approve(id: string, notes?: string): Promise<DecideAnswer> {
    return this.#decide('approve', id, notes)
  }

  /** Rejects a pending request. */
  async reject(id: string, notes?: string): Promise<DecideAnswer> {
    return this.#decide('deny', id, notes)
  }

  /** What was decided and how it ended, oldest first. */
  audit(): readonly AuditEntry[] {
    return this.#audit.entries()
  }

  /** Comes back when the call may run. */
  async #pass(
    name: string,
    parameters: JsonObject,
    { signal = new AbortController().signal, whenPending = 'wait' }: GuardOptions,
  ): Promise<AuditedCall> {
    const action: Action = {
      type: 'tool_call',
      resource: name,
      parameters,
      agentId: this.#agentId,
      principal: agentPrincipal(this.#agentId),
    }
    const decisionId = crypto.randomUUID()
    const asked = this.#ask(action, decisionId)
    // An object goes in, so one comes out.
    const args = createRedactor(asked.redactFields).redact(parameters) as JsonObject
    const call: AuditedCall = { name, args, id: 'auto', notes: null }
    if (asked.decision.outcome === 'allow') return call
    if (asked.decision.outcome === 'deny') return this.#deny(call, asked.decision.reason)
    const answer = await this.#brokers[whenPending].ask(asked, signal)
    if (answer.kind !== 'approved') return this.#refuse(call, answer, signal)
    const id = answer.approvalId ?? ''
    const notes = notesOf(await this.#approvals.get(id))
    if (this.#ask(action, decisionId).decision.ruleId === asked.decision.ruleId) return { ...call, id, notes }
    await this.#approvals.finish(id, 'failed')
    throw new ApprovalRejectedError(
      `\`${name}\` was approved, but the policy has changed; it did not run`,
      id,
    )
  }

  #deny(call: AuditedCall, reason: string): never {
    this.#audit.add(call, { decision: 'rejected', result: 'not_run', reviewer_notes: reason })
    throw new ApprovalRejectedError(`\`${call.name}\` was denied by the policy: ${reason}`)
  }

  /** Says why a call does not run. */
  async #refuse(
    call: AuditedCall,
    answer: Exclude<Answer, { readonly kind: 'approved' }>,
    signal: AbortSignal,
  ): Promise<never> {
    const id = answer.approvalId ?? ''
    const request = await this.#approvals.get(id)
    if (answer.kind === 'pending' && request !== undefined)
      throw new ApprovalPending(`\`${call.name}\` waits for a reviewer; it did not run`, request)
    const isTimeout = answer.kind !== 'denied'
    const notes = signal.aborted ? 'withdrawn by its caller' : notesOf(request)
    this.#audit.add(
      { ...call, id },
      {
        decision: isTimeout ? 'timeout' : 'rejected',
        result: 'not_run',
        reviewer_notes: isTimeout ? null : notes,
      },
    )
    signal.throwIfAborted()
    if (isTimeout)
      throw new ApprovalTimeoutError(`\`${call.name}\` was not approved in time; it did not run`, id)
    throw new ApprovalRejectedError(
      `\`${call.name}\` was rejected by reviewer. Notes: ${notes ?? 'none'}`,
      id,
    )
  }

  #ask(action: Action, decisionId: string): AskedCall {
    const sources = { nowMs: this.#approvals.now(), decisionId, counters: this.#counters }
    const facts = gatherFacts(this.#engine.needs(action), sources)
    return {
      sessionId: this.#sessionId,
      action,
      redactFields: this.#engine.redactFields(action),
      decision: this.#engine.decide(action, facts, { matched: true }),
      policyDigest: this.#engine.digest,
    }
  }

  async #ran(call: AuditedCall, result: 'executed' | 'failed'): Promise<void> {
    this.#audit.add(call, { decision: 'approved', result, reviewer_notes: call.notes })
    if (call.id !== 'auto') await this.#approvals.finish(call.id, result === 'executed' ? 'ok' : 'failed')
  }

  async #decide(verdict: 'approve' | 'deny', id: string, note: string | undefined): Promise<DecideAnswer> {
    return this.#approvals.decide(id, {
      verdict,
      approver: this.#approver,
      ...(note !== undefined && { note }),
    })
  }
}

function notesOf(request: HeldRequest | undefined): string | null {
  return request?.decisions.at(-1)?.note ?? null
}
