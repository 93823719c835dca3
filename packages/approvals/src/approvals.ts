import type { ApprovalKeys } from './store/approval-keys.ts'
import type { ApprovalListener, RequestChange } from './approval-event.ts'
import type { ApprovalStore } from './store/approval-store.ts'
import type { DecisionDraft, Refusal } from './decisions/apply-decision.ts'
import type { Approver } from './approvers/approver.ts'
import type { AskedCall } from './requests/asked-call.ts'
import { consume } from './requests/consume.ts'
import { decide, decideBatch, type DecideAnswer } from './decisions/decide.ts'
import { editCall, type Edit, type EditAnswer, type EditJudge } from './decisions/edit-call.ts'
import { endRequest } from './requests/end-request.ts'
import { finish, type CallResult } from './requests/finish.ts'
import type { Grant } from './grants/grant.ts'
import type { HeldRequest } from './requests/held-request.ts'
import { digestOf } from './requests/hold-call.ts'
import { LIMITS } from './limits.ts'
import { loadRequest, noteChange, type Queue } from './store/queue.ts'
import { readRequest } from './store/record-codec.ts'
import { requestApproval, type Caps, type RequestAnswer } from './requests/request-approval.ts'
import { revealCall } from './requests/reveal-call.ts'
import { listGrants, revokeGrant } from './grants/revoke-grant.ts'
import { settleClocks } from './requests/settle-clocks.ts'
import { createSweep } from './store/sweep.ts'
import type { RequestState } from './requests/transition.ts'
import { createWatch, type Listener } from './store/watch.ts'

export interface ApprovalsOptions {
  readonly store: ApprovalStore
  readonly keys: ApprovalKeys
  /** Milliseconds since the epoch; the system's clock when absent. */
  readonly now?: () => number
  /** Told of every change; nobody when absent. */
  readonly note?: ApprovalListener
  readonly caps?: Partial<Caps>
  /** How long a denial answers the same call. */
  readonly denialMemoryMs?: number
  /** How often other processes' changes are looked for while somebody waits. */
  readonly pollMs?: number
}

/** One queue of approvals: everything that asks, decides or looks goes through it. */
export interface Approvals {
  /** Asks about a call: a grant or a recent denial answers at once; otherwise a request waits, shared by equal calls. */
  request(asked: AskedCall): Promise<RequestAnswer>
  /** Uses an approval up for this call; undefined when it is not good for it. */
  consume(id: string, asked: AskedCall): Promise<HeldRequest | undefined>
  /** Writes down how the call that ran has ended; `unknown` when nobody will ever say. */
  finish(id: string, result: CallResult): Promise<void>
  /** Withdraws a request because its caller went away. */
  cancel(id: string): Promise<HeldRequest | undefined>
  /** Ends a request because its question is not asked any more. */
  supersede(id: string, reason: string): Promise<HeldRequest | undefined>
  decide(id: string, draft: DecisionDraft): Promise<DecideAnswer>
  decideBatch(ids: readonly string[], draft: DecisionDraft): Promise<ReadonlyMap<string, DecideAnswer>>
  edit(
    id: string,
    edit: { readonly draft: DecisionDraft; readonly edits: readonly Edit[]; readonly judge: EditJudge },
  ): Promise<EditAnswer>
  reveal(
    id: string,
    approver: Approver,
  ): Promise<{ readonly kind: 'revealed'; readonly action: AskedCall['action'] } | Refusal>
  /** A request as its clocks have it by now. */
  get(id: string): Promise<HeldRequest | undefined>
  /** Newest first. */
  list(filter?: {
    readonly states?: readonly RequestState[]
    readonly limit?: number
  }): Promise<readonly HeldRequest[]>
  grants(): Promise<readonly Grant[]>
  revokeGrant(id: string, approver: Pick<Approver, 'id'>): Promise<Grant | undefined>
  /** Tells that a reviewer opened a request. */
  viewed(id: string, approver: Pick<Approver, 'id' | 'authentication' | 'surface'>): Promise<void>
  /** Tells that the requester stands by the call; it counts for nothing but the record. */
  confirmed(id: string, requester: Pick<Approver, 'id' | 'authentication' | 'surface'>): Promise<void>
  /** Tells that a channel announced a request. */
  notified(id: string): Promise<void>
  /** Looks at every clock now. */
  sweep(): Promise<void>
  /**
   * Looks at every clock every second until the returned function is called; keeps no process alive. However many ask
   * for it, one timer does it.
   */
  startSweeping(): () => void
  /** Told of every change of the queue, by whatever process. */
  subscribe(listener: Listener): Promise<() => void>
  now(): number
  close(): Promise<void>
}

/** Opens a queue over a store. The store is closed with it. */
export function createApprovals(options: ApprovalsOptions): Approvals {
  const { store, keys, now = Date.now, note = () => {} } = options
  const watch = createWatch(store, options.pollMs)
  const queue: Queue = { store: kicking(store, () => watch.kick()), keys, now, note }
  const sweep = createSweep(queue)
  let sweepers = 0
  let sweeping: NodeJS.Timeout | undefined
  const policy = {
    caps: {
      principalMax: LIMITS.pendingPerPrincipalMax,
      sessionMax: LIMITS.pendingPerSessionMax,
      serverMax: LIMITS.pendingPerServerMax,
      overallMax: LIMITS.pendingMax,
      ...options.caps,
    },
    denialMemoryMs: options.denialMemoryMs ?? LIMITS.denialMemoryMs,
  }
  const tell = async (id: string, change: Omit<RequestChange, 'atMs' | 'request'>): Promise<void> => {
    const request = (await loadRequest(queue, id))?.value
    if (request !== undefined) await noteChange(queue, request, change)
  }
  return {
    request: (asked) => requestApproval(queue, asked, policy),
    consume: async (id, asked) =>
      consume(queue, id, { decision: asked.decision, digest: digestOf(queue, asked) }),
    finish: (id, result) => finish(queue, id, result),
    cancel: (id) => endRequest(queue, id, { event: 'cancel', reason: 'the caller went away' }),
    supersede: (id, reason) => endRequest(queue, id, { event: 'supersede', reason }),
    decide: (id, draft) => decide(queue, id, draft),
    decideBatch: (ids, draft) => decideBatch(queue, ids, draft),
    edit: (id, edit) => editCall(queue, id, edit),
    reveal: (id, approver) => revealCall(queue, id, approver),
    get: async (id) => (await loadRequest(queue, id))?.value,
    list: async ({ states, limit = LIMITS.listMax } = {}) => {
      const rows = await store.list({
        kind: 'request',
        ...(states !== undefined && { states }),
        limit: Math.min(limit, LIMITS.listMax),
      })
      const requests = rows.map((row) => settleClocks(readRequest(row, keys).value, now()))
      return requests.filter(({ state }) => states === undefined || states.includes(state))
    },
    grants: () => listGrants(queue),
    revokeGrant: (id, approver) => revokeGrant(queue, id, approver),
    viewed: (id, approver) => tell(id, { kind: 'viewed', approver }),
    confirmed: (id, approver) => tell(id, { kind: 'confirmed', approver }),
    notified: (id) => tell(id, { kind: 'notified' }),
    sweep,
    startSweeping: () => {
      // A sweep that fails leaves the clocks to reading and deciding, which look at them too.
      sweeping ??= setInterval(() => void sweep().catch(() => {}), LIMITS.sweepMs).unref()
      sweepers += 1
      let isSweeping = true
      return () => {
        if (!isSweeping) return
        isSweeping = false
        sweepers -= 1
        if (sweepers > 0) return
        clearInterval(sweeping)
        sweeping = undefined
      }
    },
    subscribe: (listener) => watch.subscribe(listener),
    now,
    close: () => store.close(),
  }
}

/** The store, with everyone in this process told of a write as soon as it is durable. */
function kicking(store: ApprovalStore, kick: () => void): ApprovalStore {
  return {
    ...store,
    insert: async (row, caps) => {
      const answer = await store.insert(row, caps)
      if (answer.kind === 'inserted') kick()
      return answer
    },
    replace: async (row) => {
      const isReplaced = await store.replace(row)
      if (isReplaced) kick()
      return isReplaced
    },
  }
}
