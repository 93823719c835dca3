import type { EditJudge } from '@kvlar/approvals'
import { createEngine } from '@kvlar/core'
import { loadPolicies } from '../load-policies.ts'
import { parseUrl } from '../parse-url.ts'

/**
 * Judges edited calls by these policies. What they count is not known here, which is an error where it is read; the
 * proxy judges the edited call anyway when the agent makes it, and the server checks its arguments.
 * @throws UsageError, PolicyError
 */
export function editJudge(policies: readonly string[]): EditJudge {
  const engine = createEngine(loadPolicies(policies), { parseUrl })
  return { validate: () => undefined, decide: (action) => engine.decide(action, { nowMs: Date.now() }) }
}
