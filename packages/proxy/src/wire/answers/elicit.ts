import { isJsonObject, type JsonObject, type JsonValue } from '@kvlar/core/json'
import { LIMITS } from '../../limits.ts'
import type { ElicitAction, ElicitQuestion } from '../../ports.ts'

/** One box to tick: no default, so that accepting without looking confirms nothing. */
const CONFIRM_SCHEMA: JsonObject = {
  type: 'object',
  properties: { confirm: { type: 'boolean', title: 'Run this call' } },
  required: ['confirm'],
}

/**
 * The parameters of an `elicitation/create` request, as every revision has them (MCP 2025-06-18 to 2026-07-28): a form
 * is what is meant without a mode.
 */
export function elicitParams(question: ElicitQuestion): JsonObject {
  const message = bounded(question.message)
  return question.mode === 'form'
    ? { message, requestedSchema: CONFIRM_SCHEMA }
    : { mode: 'url', message, url: question.url }
}

/** What the user did, from the result of an `elicitation/create` request; whatever is not an answer is none. */
export function elicitAction(result: JsonValue | undefined, mode: ElicitQuestion['mode']): ElicitAction {
  if (!isJsonObject(result)) return 'cancel'
  const { action, content } = result
  if (action === 'decline') return 'decline'
  if (action !== 'accept') return 'cancel'
  return mode === 'url' || (isJsonObject(content) && content['confirm'] === true) ? 'accept' : 'decline'
}

function bounded(text: string): string {
  if (text.length <= LIMITS.questionCharsMax) return text
  return `${text.slice(0, LIMITS.questionCharsMax).toWellFormed()}… (cut: ${text.length} characters)`
}
