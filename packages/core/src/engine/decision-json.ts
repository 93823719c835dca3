import type { Action } from '../action.ts'
import type { Decision, TraceStep } from '../decision.ts'

/** A decision as `--json` prints it; the first four keys are a promise to scripts and to the Python SDK. */
export function decisionJson(decision: Decision, action: Action, digest: string): object {
  const { outcome, ruleId, code, reason, policy, origin, riskLevel, approval, error, trace } = decision
  return {
    decision: outcome,
    rule_id: ruleId,
    code,
    reason,
    resource: action.resource,
    policy,
    file: origin?.file,
    line: origin?.line,
    risk_level: riskLevel,
    approval_timeout_ms: approval?.timeoutMs,
    error,
    policy_digest: digest,
    trace: trace?.map(stepJson),
  }
}

function stepJson({
  ruleId,
  policy,
  origin,
  effect,
  truth,
  matched,
  part,
  detail,
  matches,
}: TraceStep): object {
  const { file, line } = origin
  return { rule_id: ruleId, policy, file, line, effect, matched, truth, part, detail, matches }
}
