import { createRedactor, REDACTED, type Action, type Decision, type Redactor } from '@kvlar/core'
import { canonicalJson, type JsonValue } from '@kvlar/core/json'
import { applyDecision, type DecisionDraft, type Refusal } from './apply-decision.ts'
import { parsePath, pathCovers, valueAt, withValue } from '../requests/field-paths.ts'
import type { FieldChange, HeldRequest } from '../requests/held-request.ts'
import { digestOf, holdCall } from '../requests/hold-call.ts'
import { loadRequest, noteChange, updateRequest, type Queue } from '../store/queue.ts'
import { requestRow } from '../store/record-codec.ts'
import { openCall } from '../requests/sealed-call.ts'

/** One value that a reviewer puts in place of another. */
export interface Edit {
  /** A concrete field path such as `to[0].address`. */
  readonly path: string
  readonly value: JsonValue
}

/** What judges the edited call: the tool's schema, where one is known, and the policy as it is now. */
export interface EditJudge {
  /** What is wrong with the arguments, if anything. */
  readonly validate: (action: Action) => string | undefined
  readonly decide: (action: Action) => Promise<Decision> | Decision
}

export type EditAnswer =
  /** The edited call is approved, or waits for more people; the call that was asked about will not run. */
  { readonly kind: 'edited'; readonly request: HeldRequest; readonly replaced: HeldRequest } | Refusal

/**
 * Approves another call than the one that was asked about. It is a new call: validated, judged by the policy anew,
 * under a digest of its own. The old request ends; its caller is told which fields changed and makes the new call.
 */
export async function editCall(
  queue: Queue,
  id: string,
  {
    draft,
    edits,
    judge,
  }: { readonly draft: DecisionDraft; readonly edits: readonly Edit[]; readonly judge: EditJudge },
): Promise<EditAnswer> {
  const read = await loadRequest(queue, id)
  if (read === undefined) return refuse('NOT_FOUND', 'there is no such request; nothing was decided')
  const old = read.value
  // Whoever could not approve the call as it is cannot approve another one in its place either.
  const allowed = applyDecision(old, { ...draft, verdict: 'approve', breakGlass: false }, queue.now())
  if (allowed.kind === 'refused') return allowed
  if (old.state !== 'pending')
    return refuse('NOT_PENDING', 'the request does not wait any more; nothing was decided')
  const action = openCall(old.sealed, old.id, queue.keys)
  const parameters = editedArguments(old, action, edits)
  if (typeof parameters === 'string') return refuse('EDIT_NOT_ALLOWED', parameters)
  const edited: Action = { ...action, parameters }
  const problem = judge.validate(edited)
  if (problem !== undefined) return refuse('EDIT_INVALID', `${problem}; nothing was decided`)
  const decision = await judge.decide(edited)
  if (!isAskedBy(old, decision)) {
    const isOurs = isAskedBy(old, await judge.decide(action))
    return refuse('EDIT_DENIED', isOurs ? deniedText(decision) : otherPolicyText(old))
  }
  return replaceWith(queue, old, { edited, decision, draft, edits, action })
}

function isAskedBy({ rule }: HeldRequest, { outcome, ruleId }: Decision): boolean {
  return outcome === 'require_approval' && ruleId === rule.id
}

function deniedText({ outcome, ruleId }: Decision): string {
  return `the policy answers the edited call with \`${outcome}\` (\`${ruleId}\`); nothing was decided`
}

/** One queue may hold calls of several proxies, each under policies of its own. */
function otherPolicyText({ rule }: HeldRequest): string {
  return `the policy that judges edits here does not hold this call by \`${rule.id}\`, as that of its proxy does; edit it where that policy is given; nothing was decided`
}

interface Replacement {
  readonly action: Action
  readonly edited: Action
  readonly decision: Decision
  readonly draft: DecisionDraft
  readonly edits: readonly Edit[]
}

async function replaceWith(
  queue: Queue,
  old: HeldRequest,
  { action, edited, decision, draft, edits }: Replacement,
): Promise<EditAnswer> {
  const asked = {
    sessionId: old.sessionId,
    action: edited,
    redactFields: old.redactFields,
    decision,
    policyDigest: old.policyDigest,
    ...(old.call.definition !== undefined && { toolDefinition: old.call.definition }),
  }
  const changes = changesOf(old, { before: action, after: edited, edits })
  const held = { ...holdCall(queue, asked, digestOf(queue, asked)), editOf: old.id, changes }
  const { digest: _, ...rest } = draft
  const applied = applyDecision(held, { ...rest, verdict: 'approve', breakGlass: false }, queue.now())
  if (applied.kind === 'refused') return applied
  // The old request goes first: at no moment can both run.
  const replaced = await updateRequest<HeldRequest | undefined>(queue, old.id, (request) => {
    if (request.state !== 'pending') return { answer: undefined }
    const reason = `a reviewer changed ${changes.map(({ path }) => `\`${path}\``).join(', ')}`
    const next: HeldRequest = {
      ...request,
      state: 'superseded',
      endedAtMs: queue.now(),
      replacedBy: held.id,
      changes,
      endReason: reason,
    }
    return { next, answer: next }
  })
  if (replaced === undefined)
    return refuse('NOT_PENDING', 'the request moved on meanwhile; nothing was decided')
  await noteChange(queue, replaced, { kind: 'superseded' })
  const inserted = await queue.store.insert(requestRow(applied.request, 1, queue.keys))
  if (inserted.kind !== 'inserted')
    return refuse('NOT_PENDING', 'the edited call waits on its own already; decide that request')
  await noteChange(queue, applied.request, { kind: 'requested' })
  if (applied.kind === 'applied')
    await noteChange(queue, applied.request, { kind: 'decided', decision: applied.record })
  return { kind: 'edited', request: applied.request, replaced }
}

/** The arguments with the edits applied, or why not. */
function editedArguments(
  { terms, redactFields }: HeldRequest,
  { parameters }: Action,
  edits: readonly Edit[],
): Action['parameters'] | string {
  const editable = terms.editable.map(parsePath)
  const redactor = createRedactor(redactFields)
  let edited = parameters
  for (const { path, value } of edits) {
    const place = parsePath(path)
    if (!editable.some((pattern) => pathCovers(pattern, place)))
      return `\`${path}\` is not among the fields that a reviewer may edit; nothing was decided`
    const at = place.flatMap((step) => ('key' in step ? [step.key] : []))
    const isHidden = [valueAt(edited, place) ?? null, value].some((one) => hasHidden(redactor, one, at))
    if (isHidden) return `\`${path}\` is or holds what is hidden, so it cannot be edited; nothing was decided`
    const changed = withValue(edited, place, value)
    if (changed === undefined) return `there is no \`${path}\` in the call; nothing was decided`
    // The first step of a path is a key, so the outermost value stays an object.
    edited = changed as Action['parameters']
  }
  if (canonicalJson(edited) === canonicalJson(parameters)) return 'no field was changed; nothing was decided'
  return edited
}

function hasHidden(redactor: Redactor, value: JsonValue, at: readonly string[]): boolean {
  return redactor.hides(at) || canonicalJson(redactor.redact(value, at)) !== canonicalJson(value)
}

function changesOf(
  { redactFields }: HeldRequest,
  {
    before,
    after,
    edits,
  }: { readonly before: Action; readonly after: Action; readonly edits: readonly Edit[] },
): readonly FieldChange[] {
  const redactor = createRedactor(redactFields)
  return edits.map(({ path }) => {
    const place = parsePath(path)
    const at = place.flatMap((step) => ('key' in step ? [step.key] : []))
    const seen = (action: Action): JsonValue => {
      const value = valueAt(action.parameters, place) ?? null
      return redactor.hides(at) ? REDACTED : redactor.redact(value, at)
    }
    return { path, before: seen(before), after: seen(after) }
  })
}

function refuse(code: Refusal['code'], message: string): Refusal {
  return { kind: 'refused', code, message }
}
