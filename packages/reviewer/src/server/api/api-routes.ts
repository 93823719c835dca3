import type { FastifyInstance, FastifyReply } from 'fastify'
import {
  isEnded,
  type Approvals,
  type DecideAnswer,
  type DecisionDraft,
  type EditJudge,
  type RefusalCode,
} from '@kvlar/approvals'
import { canonicalJson, type JsonObject, type JsonValue } from '@kvlar/core/json'
import { shownDigestOf } from '../../card/card-of.ts'
import { cardJson } from '../../json/card-json.ts'
import { grantJson } from '../../json/grant-json.ts'
import { statesOf } from '../../json/listed-status.ts'
import { auditJson, requestJson, STATUS_OF } from '../../json/request-json.ts'
import type { AuditView } from '../../page/audit-view.ts'
import type { MakeCard } from '../card-maker.ts'
import { turn, type Gatekeeper } from '../door/gatekeeper.ts'
import { ASKED, type DecisionBody } from './asked.ts'
import { guardedBy, openToAll } from './guarded.ts'
import { openApi } from './open-api.ts'

export interface ApiOptions {
  readonly approvals: Approvals
  readonly gatekeeper: Gatekeeper
  readonly makeCard: MakeCard
  readonly editJudge?: EditJudge
  readonly audit?: () => Promise<AuditView>
}

/** Where a probe asks whether the server answers. */
export const HEALTH_PATH = '/api/health'

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

/** The JSON API: ApproveKit's paths, and ours beside them. */
export function addApiRoutes(app: FastifyInstance, options: ApiOptions): void {
  const { approvals, gatekeeper, makeCard, editJudge, audit } = options
  const guarded = guardedBy(gatekeeper)
  /** Whether somebody who decides by what a page showed has seen what is shown by now. */
  const isShown = async (id: string, digest: string | undefined): Promise<boolean> => {
    if (digest === undefined) return true
    const found = await approvals.get(id)
    return found === undefined || shownDigestOf(found) === digest
  }

  app.get(
    HEALTH_PATH,
    openToAll(() => ({ ok: true })),
  )
  app.get(
    '/api/openapi.json',
    openToAll(() => openApi()),
  )

  app.get(
    '/api/requests',
    guarded(
      async (reply, { query: { status = 'pending', limit } }) => {
        const states = statesOf(status)
        const found = await approvals.list({ states, ...(limit !== undefined && { limit }) })
        return json(reply, found.map(requestJson))
      },
      { query: ASKED.list },
    ),
  )
  app.get(
    '/api/requests/:id',
    guarded(async (reply, { id }) => {
      const found = await approvals.get(id)
      return found === undefined ? notFound(reply) : json(reply, requestJson(found))
    }),
  )
  app.get(
    '/api/requests/:id/card',
    guarded(async (reply, { id, approver }) => {
      const found = await approvals.get(id)
      return found === undefined ? notFound(reply) : json(reply, cardJson(await makeCard(found, approver)))
    }),
  )
  const decideAs = (
    verdict: DecisionDraft['verdict'],
    body: typeof ASKED.approval | typeof ASKED.rejection,
  ) =>
    guarded(
      async (reply, { id, body: said, approver }) => {
        if (!(await isShown(id, said.rendered_digest))) return notShown(reply)
        return sendDecision(reply, await approvals.decide(id, { ...draftOf(said), verdict, approver }))
      },
      { body },
    )
  app.post('/api/requests/:id/approve', decideAs('approve', ASKED.approval))
  app.post('/api/requests/:id/reject', decideAs('deny', ASKED.rejection))

  app.post(
    '/api/requests/:id/edit',
    guarded(
      async (reply, { id, body, approver }) => {
        if (editJudge === undefined) return refuse(reply, 'EDIT_NOT_ALLOWED', 'calls cannot be edited here')
        if (!(await isShown(id, body.rendered_digest))) return notShown(reply)
        const draft: DecisionDraft = { ...draftOf(body), verdict: 'approve', approver }
        const answer = await approvals.edit(id, { draft, edits: body.edits, judge: editJudge })
        return answer.kind === 'refused'
          ? refuse(reply, answer.code, answer.message)
          : json(reply, requestJson(answer.request))
      },
      { body: ASKED.edit },
    ),
  )
  app.post(
    '/api/requests/:id/reveal',
    guarded(async (reply, { id, approver }) => {
      const answer = await approvals.reveal(id, approver)
      if (answer.kind === 'refused') return refuse(reply, answer.code, answer.message)
      return json(reply, { tool_args: answer.action.parameters })
    }),
  )
  app.post(
    '/api/requests/:id/viewed',
    guarded(async (reply, { id, approver: { id: viewer, authentication, surface } }) => {
      if ((await approvals.get(id)) === undefined) return notFound(reply)
      await approvals.viewed(id, { id: viewer, authentication, surface })
      return json(reply, { ok: true })
    }),
  )
  const decideBatch = (verdict: DecisionDraft['verdict']) =>
    guarded(
      async (reply, { body, approver }) => {
        const answers = await approvals.decideBatch(body.ids, { ...draftOf(body), verdict, approver })
        return json(
          reply,
          [...answers].map(([id, answer]) =>
            answer.kind === 'refused'
              ? { id, error: answer.code, message: answer.message }
              : { id, status: STATUS_OF[answer.request.state] },
          ),
        )
      },
      { body: ASKED.batch },
    )
  app.post('/api/batch/approve', decideBatch('approve'))
  app.post('/api/batch/reject', decideBatch('deny'))

  app.get(
    '/api/grants',
    guarded(async (reply) => json(reply, (await approvals.grants()).map(grantJson))),
  )
  app.post(
    '/api/grants/:id/revoke',
    guarded(async (reply, { id, approver }) => {
      const revoked = await approvals.revokeGrant(id, approver)
      return revoked === undefined ? notFound(reply) : json(reply, grantJson(revoked))
    }),
  )
  app.get(
    '/api/audit',
    guarded(async (reply) => {
      const requests = await approvals.list()
      return json(
        reply,
        requests.filter(({ state }) => isEnded(state) || state === 'executing').map(auditJson),
      )
    }),
  )
  app.get(
    '/api/audit/status',
    guarded(async (reply) => {
      const view = audit === undefined ? undefined : await audit()
      return json(reply, {
        status: view?.status ?? 'absent',
        text: view?.text ?? 'no audit record is connected',
      })
    }),
  )
}

/** What a body says about a decision, in our words. */
function draftOf(body: DecisionBody): Omit<DecisionDraft, 'verdict' | 'approver'> {
  const { digest, rendered_digest: renderedDigest, grant } = body
  const note = body.notes ?? body.note
  return {
    ...(note !== undefined && { note }),
    ...(digest !== undefined && { digest }),
    ...(renderedDigest !== undefined && { renderedDigest }),
    ...(grant !== undefined && { grant }),
    ...(body.general === true && { isGeneral: true }),
    ...(body.break_glass === true && { breakGlass: true }),
  }
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

/** Canonical, so that a hostile key such as `__proto__` is an ordinary one on the way out too. */
function json(reply: FastifyReply, value: JsonValue | readonly JsonObject[]): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(canonicalJson(value))
}

function refuse(reply: FastifyReply, code: RefusalCode, message: string): FastifyReply {
  return turn(reply, { status: HTTP_STATUS[code], error: code, message })
}

function notShown(reply: FastifyReply): FastifyReply {
  return refuse(reply, 'DIGEST_MISMATCH', 'this is not what is shown by now; nothing was decided')
}

function notFound(reply: FastifyReply): FastifyReply {
  return turn(reply, { status: 404, error: 'NOT_FOUND', message: 'there is nothing by this id' })
}
