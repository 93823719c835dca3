import { ConfigError, EVALUATION_ERROR_RULE_ID } from '@kvlar/core'
import { after, isThenable } from '../after.ts'
import { LIMITS } from '../limits.ts'
import { TARGET_KINDS, type Target } from '../standing/target.ts'
import { EVALUATORS } from '../verdict.ts'
import type { ActionContext } from './action-context.ts'
import type { Finding } from './finding.ts'

/** A step of your own: it can stop a call that the policy lets go, and never the other way round. */
export interface Evaluator {
  /** Verdicts name it; none of those that there are already. */
  readonly name: string
  /**
   * `undefined` lets the call go on; throwing, rejecting, anything else and no answer in time refuse it. One that never
   * gives control back holds the whole process, and nothing can bound that.
   */
  evaluate(context: ActionContext): Objection | undefined | Promise<Objection | undefined>
}

export type Objection =
  | { readonly kind: 'refuse'; readonly reason: string }
  /** Turns the session away, or whom `target` names. */
  | { readonly kind: 'invalidate'; readonly reason: string; readonly target?: Target }

/** The same, held against what it may say. */
export type SafeEvaluator = (context: ActionContext) => Finding | undefined | Promise<Finding | undefined>

/** @throws ConfigError for names that are none, or are two evaluators', and for a bound that is none */
export function checkEvaluators(evaluators: readonly Evaluator[], timeoutMs: number): void {
  const { evaluatorTimeoutMsMax } = LIMITS
  if (typeof timeoutMs !== 'number' || !(timeoutMs > 0 && timeoutMs <= evaluatorTimeoutMsMax))
    throw bad(`\`evaluatorTimeoutMs\` is no number over 0 and of at most ${evaluatorTimeoutMsMax}`)
  if (evaluators.length > LIMITS.evaluatorsMax) throw bad(`there are over ${LIMITS.evaluatorsMax}`)
  const names = new Set<string>(EVALUATORS)
  for (const evaluator of evaluators) {
    const { name } = evaluator
    if (typeof name !== 'string' || name.trim() === '' || name.length > LIMITS.nameCharsMax)
      throw bad('one of them has no name')
    if (names.has(name)) throw bad(`\`${name}\` is there already`)
    if (typeof evaluator.evaluate !== 'function') throw bad(`\`${name}\` does not evaluate`)
    names.add(name)
  }
}

export function safeEvaluator(evaluator: Evaluator, timeoutMs: number): SafeEvaluator {
  const { name } = evaluator
  const failed = (): Finding => refusal('EVALUATION_ERROR', `evaluator \`${name}\` could not be asked`)
  const late = refusal(
    'EVALUATION_ERROR',
    `evaluator \`${name}\` has not answered within ${timeoutMs / 1000} s`,
  )
  return (context) => {
    try {
      const said: unknown = evaluator.evaluate(context)
      if (said === undefined) return undefined
      const read = (objection: unknown): Finding | undefined => findingOf(name, objection, context.sessionId)
      // Promises of other realms count too.
      if (!isThenable(said)) return after(said, read)
      return answeredWithin(timeoutMs, Promise.resolve(said).then(read).catch(failed), late)
    } catch {
      return failed()
    }
  }
}

/** What is said later changes nothing any more. The timer keeps the process running: somebody waits for the answer. */
async function answeredWithin(
  ms: number,
  answer: Promise<Finding | undefined>,
  late: Finding,
): Promise<Finding | undefined> {
  const { promise, resolve } = Promise.withResolvers<Finding>()
  const timer = setTimeout(resolve, ms, late)
  try {
    return await Promise.race([answer, promise])
  } finally {
    clearTimeout(timer)
  }
}

function findingOf(name: string, said: unknown, sessionId: string): Finding | undefined {
  if (said === undefined) return undefined
  const { kind, reason, target } = Object(said) as { kind?: unknown; reason?: unknown; target?: unknown }
  const isKnown = kind === 'refuse' || kind === 'invalidate'
  if (!isKnown || typeof reason !== 'string' || (target !== undefined && !isTarget(target)))
    return refusal('EVALUATION_ERROR', `evaluator \`${name}\` gave no answer that can be read`)
  const about = refusal('EVALUATOR_REFUSED', reason.slice(0, LIMITS.reasonCharsMax), `_${name}`)
  return kind === 'refuse' ? about : { ...about, kind, target: target ?? { kind: 'session', id: sessionId } }
}

function refusal(
  code: 'EVALUATION_ERROR' | 'EVALUATOR_REFUSED',
  reason: string,
  ruleId = EVALUATION_ERROR_RULE_ID,
): Finding & { readonly kind: 'refuse' } {
  return { kind: 'refuse', code, ruleId, reason }
}

function isTarget(target: unknown): target is Target {
  if (typeof target !== 'object' || target === null) return false
  const { kind, id } = target as { kind?: unknown; id?: unknown }
  return TARGET_KINDS.some((known) => known === kind) && (kind === 'everything' || typeof id === 'string')
}

function bad(what: string): ConfigError {
  return new ConfigError('CONFIG_BAD_VALUE', `the evaluators cannot be asked: ${what}; refusing to start`)
}
