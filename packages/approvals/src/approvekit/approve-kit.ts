import {
  agentPrincipal,
  createEngine,
  createMemoryCounters,
  createRedactor,
  gatherFacts,
  type Action,
  type JsonObject,
  type Policy,
} from '@kvlar/core'
import type { Approvals } from '../approvals.ts'
import type { Approver } from '../approver.ts'
import type { AskedCall } from '../asked-call.ts'
import { createBroker } from '../broker.ts'
import type { DecideAnswer } from '../decide.ts'
import type { HeldRequest } from '../held-request.ts'
import { ApprovalRejectedError, ApprovalTimeoutError } from './approval-errors.ts'
import type { AuditEntry } from './audit-entry.ts'
import { bindArguments, type GuardOptions } from './bind-arguments.ts'

/** Entries of the audit history that a kit keeps; a record that lasts is `@kvlar/audit`. */
const AUDIT_ENTRIES_MAX = 10_000

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
  readonly #broker: ReturnType<typeof createBroker>
  readonly #counters = createMemoryCounters()
  readonly #audit: AuditEntry[] = []
  readonly #agentId: string
  readonly #approver: Approver
  readonly #sessionId = crypto.randomUUID()

  constructor(policy: Policy, storage: Approvals, options: ApproveKitOptions = {}) {
    this.#engine = createEngine([policy], { parseUrl: (text) => URL.parse(text) ?? undefined })
    this.#approvals = storage
    this.#broker = createBroker({ approvals: storage, holdMs: Number.POSITIVE_INFINITY })
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
   * Wraps a function of one object, or of the parameters that `params` names. What runs is a frozen copy of the
   * arguments that were judged. The wrapped function rejects with `ApprovalRejectedError` or `ApprovalTimeoutError`.
   */
  guard<Given extends readonly unknown[], Result>(
    fn: (...given: Given) => Result | Promise<Result>,
    options: GuardOptions = {},
  ): (...given: Given) => Promise<Result> {
    const { name } = fn
    if (name === '') throw new TypeError('a function without a name cannot be guarded: no rule could name it')
    return async (...given) => {
      const { named, list } = bindArguments(given, options)
      const passed = await this.#pass(name, named)
      try {
        // A copy of what the caller gave, of the same shape.
        const result = await fn(...(list as unknown as Given))
        await this.#ran(passed, 'executed')
        return result
      } catch (error) {
        await this.#ran(passed, 'failed')
        throw error
      }
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
    return [...this.#audit]
  }

  /** Comes back when the call may run. */
  async #pass(name: string, parameters: JsonObject): Promise<Passed> {
    const action: Action = {
      type: 'tool_call',
      resource: name,
      parameters,
      agentId: this.#agentId,
      principal: agentPrincipal(this.#agentId),
    }
    const asked = this.#ask(action)
    const args = createRedactor(asked.redactFields).redact(parameters) as JsonObject
    const passed = { name, args, id: 'auto' }
    if (asked.decision.outcome === 'allow') return passed
    if (asked.decision.outcome === 'deny') {
      this.#note(passed, 'rejected', 'not_run', asked.decision.reason)
      throw new ApprovalRejectedError(`\`${name}\` was denied by the policy: ${asked.decision.reason}`)
    }
    const answer = await this.#broker.ask(asked, new AbortController().signal)
    const id = answer.approvalId ?? ''
    const request = await this.#approvals.get(id)
    if (answer.kind === 'approved') {
      if (this.#ask(action).decision.ruleId === asked.decision.ruleId) return { ...passed, id }
      await this.#approvals.finish(id, 'failed')
      throw new ApprovalRejectedError(`\`${name}\` was approved, but the policy has changed`, id)
    }
    const notes = notesOf(request)
    if (answer.kind === 'denied') {
      this.#note({ ...passed, id }, 'rejected', 'not_run', notes)
      throw new ApprovalRejectedError(`\`${name}\` was rejected by reviewer. Notes: ${notes ?? 'none'}`, id)
    }
    this.#note({ ...passed, id }, 'timeout', 'not_run', null)
    throw new ApprovalTimeoutError(`\`${name}\` was not approved in time; it did not run`, id)
  }

  #ask(action: Action): AskedCall {
    const nowMs = this.#approvals.now()
    const sources = { nowMs, decisionId: crypto.randomUUID(), counters: this.#counters }
    const facts = gatherFacts(this.#engine.needs(action), sources)
    return {
      sessionId: this.#sessionId,
      action,
      redactFields: this.#engine.redactFields(action),
      decision: this.#engine.decide(action, facts),
      policyDigest: this.#engine.digest,
    }
  }

  async #ran(passed: Passed, result: 'executed' | 'failed'): Promise<void> {
    const request = passed.id === 'auto' ? undefined : await this.#approvals.get(passed.id)
    this.#note(passed, 'approved', result, notesOf(request))
    if (request !== undefined)
      await this.#approvals.finish(passed.id, result === 'executed' ? 'ok' : 'failed')
  }

  async #decide(verdict: 'approve' | 'deny', id: string, note: string | undefined): Promise<DecideAnswer> {
    return this.#approvals.decide(id, {
      verdict,
      approver: this.#approver,
      ...(note !== undefined && { note }),
    })
  }

  #note(
    { id, name, args }: Passed,
    decision: AuditEntry['decision'],
    result: AuditEntry['result'],
    notes: string | null,
  ): void {
    if (this.#audit.length >= AUDIT_ENTRIES_MAX) this.#audit.shift()
    this.#audit.push({
      request_id: id,
      tool_name: name,
      tool_args: args,
      decision,
      result,
      timestamp: new Date(this.#approvals.now()).toISOString(),
      reviewer_notes: notes,
    })
  }
}

interface Passed {
  readonly id: string
  readonly name: string
  readonly args: JsonObject
}

function notesOf(request: HeldRequest | undefined): string | null {
  return request?.decisions.at(-1)?.note ?? null
}
