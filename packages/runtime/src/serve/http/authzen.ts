import { PRINCIPAL_KINDS, type PrincipalKind } from '@kvlar/core'
import { hintsNotice, timeText } from '@kvlar/gate'
import { isKvlarError } from '@kvlar/sdk'
import type { ActionInput, Verdict } from '@kvlar/sdk/gate'
import { z } from 'zod'
import { parametersShape } from '../methods/shapes.ts'
import { readParams } from '../method.ts'
import { ServeError } from '../serve-error.ts'

/*
 * Authorization API 1.0 of OpenID AuthZEN: `action.name` is the tool, `action.properties` its parameters, `resource` the
 * target (`type:id`), `subject` the principal. What it does not know of a request it does not look at, as the
 * specification says of attributes; nothing that it does not know can allow anything.
 */

const entity = z.looseObject({
  type: z.string().min(1),
  id: z.string().min(1),
  properties: parametersShape.optional(),
})
const action = z.looseObject({ name: z.string().min(1), properties: parametersShape.optional() })
const context = parametersShape.optional()

const single = z.looseObject({ subject: entity, action, resource: entity, context })
const defaults = z.looseObject({
  subject: entity.optional(),
  action: action.optional(),
  resource: entity.optional(),
  context,
})
const SEMANTICS = ['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'] as const
const batch = defaults.extend({
  evaluations: z.array(defaults).max(100),
  options: z.looseObject({ evaluations_semantic: z.enum(SEMANTICS).default('execute_all') }).optional(),
})

type Single = z.output<typeof single>

/** An answer: a request that waits for people is a no, which says so. */
export interface AuthzenDecision {
  readonly decision: boolean
  readonly context?: object
}

/** Judges one action, as the caller may. @throws what judging throws */
export type JudgeAuthzen = (input: ActionInput) => Promise<Verdict>

/** One evaluation (section 6). @throws ServeError `SERVE_BAD_PARAMS`, `SERVE_NOT_ALLOWED` */
export async function evaluateOne(body: unknown, judge: JudgeAuthzen): Promise<AuthzenDecision> {
  return decisionOf(await judge(inputOf(readParams(single, body))))
}

/**
 * Several of them (section 7), in order: each counts, and one that cannot be judged is a no. A body without any is one
 * evaluation.
 */
export async function evaluateAll(body: unknown, judge: JudgeAuthzen): Promise<object> {
  const isBatch = typeof body === 'object' && body !== null && 'evaluations' in body
  if (!isBatch || (Array.isArray(body.evaluations) && body.evaluations.length === 0))
    return evaluateOne(body, judge)
  const { evaluations, options, ...common } = readParams(batch, body)
  const semantic = options?.evaluations_semantic ?? 'execute_all'
  const answers: AuthzenDecision[] = []
  for (const one of evaluations) {
    const answer = await evaluateOne({ ...common, ...one }, judge).catch(failed)
    answers.push(answer)
    if (semantic === 'deny_on_first_deny' && !answer.decision) break
    if (semantic === 'permit_on_first_permit' && answer.decision) break
  }
  return { evaluations: answers }
}

function inputOf({ subject, action: asked, resource, context: where }: Single): ActionInput {
  const { roles, agent_id: agentId } = subject.properties ?? {}
  const { session_id: sessionId, ip, device } = where ?? {}
  const extra = resource.properties
  const given = asked.properties ?? {}
  if (extra !== undefined && 'resource' in given)
    throw new ServeError(
      'SERVE_BAD_PARAMS',
      '`action.properties.resource` and `resource.properties` would be one',
    )
  return {
    principalId: subject.id,
    principalKind: kindOf(subject.type),
    ...(roles !== undefined && { roles: texts(roles) }),
    ...(agentId !== undefined && { agentId: text(agentId, 'subject.properties.agent_id') }),
    actionName: asked.name,
    resource: `${resource.type}:${resource.id}`,
    // Nothing is dropped: what describes the resource is a parameter too.
    params: extra === undefined ? given : { ...given, resource: extra },
    ...(sessionId !== undefined && { sessionId: text(sessionId, 'context.session_id') }),
    ...(ip !== undefined && { ip: text(ip, 'context.ip') }),
    ...(device !== undefined && { device: text(device, 'context.device') }),
  }
}

/** Another type than ours is somebody from outside. */
function kindOf(type: string): PrincipalKind {
  return PRINCIPAL_KINDS.find((kind) => kind === type) ?? 'external'
}

function text(value: unknown, place: string): string {
  if (typeof value === 'string') return value
  throw new ServeError('SERVE_BAD_PARAMS', `\`${place}\` is not a text`)
}

function texts(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map((one) => text(one, 'subject.properties.roles'))
  throw new ServeError('SERVE_BAD_PARAMS', '`subject.properties.roles` is not a list of texts')
}

function decisionOf(verdict: Verdict): AuthzenDecision {
  const { code, ruleId: rule_id, reason, evaluationId: evaluation_id } = verdict
  const said = { code, rule_id, reason, evaluation_id }
  if (verdict.kind === 'permit')
    return {
      decision: true,
      context: { ...said, ...(verdict.permit !== undefined && { permit: verdict.permit.text }) },
    }
  const hints = hintsNotice(verdict.hints)
  if (verdict.kind !== 'require_approval') return { decision: false, context: { ...said, ...hints } }
  const { approvalId: id, expiresAt, url } = verdict.request
  const approval = { id, expires_at: timeText(expiresAt.getTime()), ...(url !== undefined && { url }) }
  return { decision: false, context: { ...said, ...hints, approval } }
}

function failed(error: unknown): AuthzenDecision {
  const isOurs = error instanceof ServeError || isKvlarError(error)
  const status = error instanceof ServeError && error.code === 'SERVE_NOT_ALLOWED' ? 403 : isOurs ? 400 : 500
  const message = isOurs ? error.message : 'it could not be judged'
  return { decision: false, context: { error: { status, message } } }
}
