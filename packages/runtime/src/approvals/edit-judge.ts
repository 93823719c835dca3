import type { EditJudge } from '@kvlar/approvals'
import type { Engine } from '@kvlar/core'
import { policiesInForce } from '../policies/policies-in-force.ts'

/**
 * Judges edited calls by a policy. What it counts is not known here, which is an error where it is read; the proxy
 * judges the edited call anyway when the agent makes it, and the server checks its arguments.
 */
export function editJudge(engine: () => Pick<Engine, 'decide'>): EditJudge {
  return { validate: () => undefined, decide: (action) => engine().decide(action, { nowMs: Date.now() }) }
}

/** The same by these files; undefined for none, and then nothing can be edited. @throws SettingsError, PolicyError */
export function editJudgeOf(policies: readonly string[]): EditJudge | undefined {
  if (policies.length === 0) return undefined
  const { engine } = policiesInForce(policies)
  return editJudge(() => engine)
}
