import type { Approvals, Approver, DecideAnswer } from '@kvlar/approvals'
import {
  agentPrincipal,
  createEngine,
  createMemoryCounters,
  createRedactor,
  type Action,
  type Engine,
} from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'
import { createCallIds } from '../call-ids.ts'
import { gateOverQueue } from '../guard-gate.ts'
import { createRoad, type Road } from '../road.ts'
import type { AuditEntry } from './audit-entry.ts'
import { createAuditLog, type AuditLog } from './audit-log.ts'
import { createAuditedRun, type AuditedJudgedCall, type AuditedRun } from './audited-run.ts'
import { bindArguments } from './bind-arguments.ts'
import { readGuardOptions, type GuardOptions } from './guard-options.ts'
import { readKitOptions, type ApproveKitOptions } from './kit-options.ts'
import type { Policy } from './policy.ts'

/**
 * ApproveKit's shape over the road of every call: wrap a function, and it runs only when the policy or a person says so.
 */
export class ApproveKit {
  readonly #engine: Engine
  readonly #storage: Approvals
  readonly #road: Road
  readonly #audit: AuditLog
  readonly #run: AuditedRun
  readonly #options: ReturnType<typeof readKitOptions>
  readonly #sessionId = crypto.randomUUID()
  readonly #nextCallId = createCallIds()

  /** @throws KvlarMisuse `KVLAR_BAD_OPTION` */
  constructor(policy: Policy, storage: Approvals, options: ApproveKitOptions = {}) {
    const engine = createEngine([policy], { parseUrl: (text) => URL.parse(text) ?? undefined })
    const now = () => storage.now()
    this.#engine = engine
    this.#storage = storage
    this.#options = readKitOptions(options)
    this.#audit = createAuditLog(now)
    this.#road = createRoad({
      ...this.#options,
      ...gateOverQueue({
        ...this.#options,
        engine: () => engine,
        counters: createMemoryCounters(),
        approvals: storage,
        now,
      }),
      now,
    })
    this.#run = createAuditedRun({
      road: this.#road,
      audit: this.#audit,
      notesOf: async (id) => this.#notesOf(id),
    })
  }

  /**
   * Wraps a function, synchronous or not, of one object or of the parameters that `params` names. What runs is a
   * frozen copy of the arguments that were judged. The wrapped function rejects with `ApprovalRejectedError`,
   * `ApprovalTimeoutError`, `ApprovalPending` where the options ask for it, or the reason of an aborted signal. What has
   * run gives what it gives, whatever becomes of the queue meanwhile.
   *
   * @throws TypeError for a function without a name: no rule could name it; KvlarMisuse `KVLAR_BAD_OPTION`
   */
  guard<This, Given extends unknown[], Result>(
    fn: (this: This, ...given: Given) => Result | Promise<Result>,
    asked: GuardOptions = {},
  ): (this: This, ...given: Given) => Promise<Result> {
    const options = readGuardOptions(asked)
    const { name } = fn
    if (name === '') throw new TypeError('a function without a name cannot be guarded: no rule could name it')
    const bind = async (given: Given) => this.#bind(given, options)
    const run = async (args: JsonObject, start: () => Result | Promise<Result>): Promise<Result> =>
      this.#run(this.#judged(name, args, options), start)
    return async function guarded(this: This, ...given: Given) {
      const { named, list } = await bind(given)
      // A copy of what the caller gave, of the same shape.
      return run(named, () => fn.apply(this, list as unknown as Given))
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

  async #bind(given: readonly unknown[], options: GuardOptions): Promise<ReturnType<typeof bindArguments>> {
    try {
      return bindArguments(given, options)
    } catch (error) {
      if (error instanceof TypeError)
        await this.#road.refuse(this.#sessionId, { code: 'KVLAR_ARGUMENTS_NOT_JSON', message: error.message })
      throw error
    }
  }

  #judged(name: string, parameters: JsonObject, options: GuardOptions): AuditedJudgedCall {
    const { signal = new AbortController().signal, whenPending = 'wait' } = options
    const { agentId } = this.#options
    const principal = agentPrincipal(agentId)
    const action: Action = { type: 'tool_call', resource: name, parameters, agentId, principal }
    const redactor = createRedactor(this.#engine.redactFields(action))
    return {
      action,
      sessionId: this.#sessionId,
      isInSession: true,
      environment: {},
      origin: {},
      callId: this.#nextCallId(),
      redact: [],
      holdMs: whenPending === 'wait' ? Number.POSITIVE_INFINITY : 0,
      signal,
      // An object goes in, so one comes out.
      shownArgs: redactor.redact(parameters) as JsonObject,
    }
  }

  async #notesOf(requestId: string): Promise<string | null> {
    try {
      return (await this.#storage.get(requestId))?.decisions.at(-1)?.note ?? null
    } catch (error) {
      this.#options.onFailure(error)
      return null
    }
  }

  async #decide(verdict: 'approve' | 'deny', id: string, note: string | undefined): Promise<DecideAnswer> {
    const approver: Approver = {
      id: this.#options.approverId,
      groups: [],
      roles: [],
      rights: [],
      authentication: 'in-process',
      surface: 'code',
    }
    return this.#storage.decide(id, { verdict, approver, ...(note !== undefined && { note }) })
  }
}
