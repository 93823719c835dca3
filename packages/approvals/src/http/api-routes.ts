import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { canonicalJson, type JsonObject, type JsonValue } from '@kvlar/core'
import type { DecisionDraft, RefusalCode } from '../apply-decision.ts'
import type { Approvals } from '../approvals.ts'
import type { DecideAnswer } from '../decide.ts'
import type { EditJudge } from '../edit-call.ts'
import { LIMITS } from '../limits.ts'
import { isEnded, type RequestState, REQUEST_STATES } from '../transition.ts'
import type { AuditView } from './audit-view.ts'
import { decisionBody, editsOf, idsOf } from './decision-body.ts'
import { turn, type Caller, type Gatekeeper } from './gatekeeper.ts'
import { grantJson } from './grant-json.ts'
import { queryText } from './query-text.ts'
import { openApi } from './open-api.ts'
import { auditJson, requestJson, STATUS_OF } from './request-json.ts'
import { shownArguments } from './view/argument-view.ts'

export interface ApiOptions {
  readonly approvals: Approvals
  readonly gatekeeper: Gatekeeper
  readonly editJudge?: EditJudge
  readonly audit?: () => Promise<AuditView>
}

export const HTTP_STATUS: Readonly<Record<RefusalCode, number>> = {
  NOT_FOUND: 404,
  NOT_PENDING: 409,
  EXPIRED: 409,
  SELF_APPROVAL: 403,
  NOT_AN_APPROVER: 403,
  NOTE_REQUIRED: 400,
  NOTE_TOO_LONG: 400,
  DIGEST_MISMATCH: 409,
  GRANT_NOT_ALLOWED: 403,
  RIGHT_MISSING: 403,
  ALREADY_DECIDED_OTHERWISE: 409,
  TOO_MANY_DECISIONS: 409,
  NOT_ALIKE: 409,
  EDIT_NOT_ALLOWED: 403,
  EDIT_INVALID: 400,
  EDIT_DENIED: 403,
}

type Handler = (request: FastifyRequest, reply: FastifyReply, caller: Caller) => Promise<unknown>

/** The JSON API: ApproveKit's paths, and ours beside them. */
export function addApiRoutes(app: FastifyInstance, options: ApiOptions): void {
  const { approvals, gatekeeper, editJudge, audit } = options
  const guarded =
    (handler: Handler) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
      const caller = await gatekeeper.identify(request)
      return 'status' in caller ? turn(reply, caller) : handler(request, reply, caller)
    }

  app.get('/api/health', async () => ({ ok: true }))
  app.get('/api/openapi.json', async () => openApi())

  app.get(
    '/api/requests',
    guarded(async (request, reply) => {
      const states = statesOf(queryText(request.query, 'status') || 'pending')
      if (states === undefined)
        return bad(reply, 'the status is `pending`, `approved`, `rejected`, `timeout` or `all`')
      const limit = queryText(request.query, 'limit') || String(LIMITS.listMax)
      if (!/^[1-9]\d{0,3}$/.test(limit)) return bad(reply, `the limit is a number up to ${LIMITS.listMax}`)
      return json(reply, (await approvals.list({ states, limit: Number(limit) })).map(requestJson))
    }),
  )
  app.get(
    '/api/requests/:id',
    guarded(async (request, reply) => {
      const found = await approvals.get(idOf(request))
      return found === undefined ? notFound(reply) : json(reply, requestJson(found))
    }),
  )
  const decideAs = (verdict: DecisionDraft['verdict']) =>
    guarded(async (request, reply, { approver }) => {
      const body = decisionBody(request.body)
      if (typeof body === 'string') return bad(reply, body)
      const id = idOf(request)
      if (body.renderedDigest !== undefined) {
        const found = await approvals.get(id)
        if (found !== undefined && shownArguments(found).digest !== body.renderedDigest)
          return turn(reply, {
            status: 409,
            error: 'DIGEST_MISMATCH',
            message: 'this is not what is shown by now',
          })
      }
      return sendDecision(reply, await approvals.decide(id, { ...body, verdict, approver }))
    })
  app.post('/api/requests/:id/approve', decideAs('approve'))
  app.post('/api/requests/:id/reject', decideAs('deny'))

  app.post(
    '/api/requests/:id/edit',
    guarded(async (request, reply, { approver }) => {
      const body = decisionBody(request.body)
      const edits = editsOf(request.body)
      if (typeof body === 'string') return bad(reply, body)
      if (edits === undefined) return bad(reply, '`edits` is a list of `{path, value}`')
      if (editJudge === undefined)
        return turn(reply, { status: 403, error: 'EDIT_NOT_ALLOWED', message: 'calls cannot be edited here' })
      const draft: DecisionDraft = { ...body, verdict: 'approve', approver }
      const answer = await approvals.edit(idOf(request), { draft, edits, judge: editJudge })
      return answer.kind === 'refused'
        ? refuse(reply, answer.code, answer.message)
        : json(reply, requestJson(answer.request))
    }),
  )
  app.post(
    '/api/requests/:id/reveal',
    guarded(async (request, reply, { approver }) => {
      const answer = await approvals.reveal(idOf(request), approver)
      if (answer.kind === 'refused') return refuse(reply, answer.code, answer.message)
      return json(reply, { tool_args: answer.action.parameters })
    }),
  )
  app.post(
    '/api/requests/:id/viewed',
    guarded(async (request, reply, { approver }) => {
      const { id, authentication, surface } = approver
      if ((await approvals.get(idOf(request))) === undefined) return notFound(reply)
      await approvals.viewed(idOf(request), { id, authentication, surface })
      return json(reply, { ok: true })
    }),
  )
  const decideBatch = (verdict: DecisionDraft['verdict']) =>
    guarded(async (request, reply, { approver }) => {
      const body = decisionBody(request.body)
      const ids = idsOf(request.body)
      if (typeof body === 'string' || ids === undefined) return bad(reply, '`ids` is a list of request ids')
      const answers = await approvals.decideBatch(ids, { ...body, verdict, approver })
      return json(
        reply,
        [...answers].map(([id, answer]) =>
          answer.kind === 'refused'
            ? { id, error: answer.code, message: answer.message }
            : { id, status: STATUS_OF[answer.request.state] },
        ),
      )
    })
  app.post('/api/batch/approve', decideBatch('approve'))
  app.post('/api/batch/reject', decideBatch('deny'))

  app.get(
    '/api/grants',
    guarded(async (_request, reply) => json(reply, (await approvals.grants()).map(grantJson))),
  )
  app.post(
    '/api/grants/:id/revoke',
    guarded(async (request, reply, { approver }) => {
      const revoked = await approvals.revokeGrant(idOf(request), approver)
      return revoked === undefined ? notFound(reply) : json(reply, grantJson(revoked))
    }),
  )
  app.get(
    '/api/audit',
    guarded(async (_request, reply) => {
      const requests = await approvals.list()
      return json(
        reply,
        requests.filter(({ state }) => isEnded(state) || state === 'executing').map(auditJson),
      )
    }),
  )
  app.get(
    '/api/audit/status',
    guarded(async (_request, reply) => {
      const view = audit === undefined ? undefined : await audit()
      return json(reply, {
        status: view?.status ?? 'absent',
        text: view?.text ?? 'no audit record is connected',
      })
    }),
  )
}

function sendDecision(reply: FastifyReply, answer: DecideAnswer): FastifyReply {
  if (answer.kind === 'refused') return refuse(reply, answer.code, answer.message)
  // ApproveKit answers a second decision with 409; a repeated one of several that are needed is no second decision.
  if (answer.kind === 'repeated' && answer.request.state !== 'pending')
    return refuse(
      reply,
      'NOT_PENDING',
      `the request is \`${answer.request.state}\` already; nothing was decided`,
    )
  return json(reply, requestJson(answer.request))
}

function statesOf(status: string): readonly RequestState[] | undefined {
  if (status === 'all') return REQUEST_STATES
  const states = REQUEST_STATES.filter((state) => STATUS_OF[state] === status)
  return states.length === 0 ? undefined : states
}

/** Canonical, so that a hostile key such as `__proto__` is an ordinary one on the way out too. */
function json(reply: FastifyReply, value: JsonValue | readonly JsonObject[]): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(canonicalJson(value))
}

function refuse(reply: FastifyReply, code: RefusalCode, message: string): FastifyReply {
  return turn(reply, { status: HTTP_STATUS[code], error: code, message })
}

function bad(reply: FastifyReply, message: string): FastifyReply {
  return turn(reply, { status: 400, error: 'BAD_REQUEST', message })
}

function notFound(reply: FastifyReply): FastifyReply {
  return turn(reply, { status: 404, error: 'NOT_FOUND', message: 'there is nothing by this id' })
}

function idOf(request: FastifyRequest): string {
  // Fastify types parameters as unknown; the route has this one.
  return (request.params as { readonly id: string }).id
}
