/**
 * The policy engine of Kvlar: policy in, decision out.
 *
 * For the proxy, the SDK, the command line and anyone who wants to ask "may this agent do this?".
 * It never performs I/O, reads no clock and no random source, and starts no timer: time and state are arguments.
 * An error while deciding denies; it never allows.
 *
 * Beside it: `/json` reads and writes JSON in the one strict way, `/readings` what arguments mean, `/document` files that
 * people write, `/policy-test` tests of policies, `/schema` JSON Schemas, `/text` what is shown to people, `/toml` where
 * things stand in TOML, `/node` files on Node.
 */
export { agentPrincipal, PRINCIPAL_KINDS, type Principal, type PrincipalKind } from './principal.ts'
export { ACTION_TYPES, DEFAULT_ACTION_TYPES, type Action, type ActionType } from './action.ts'
export { DEFAULT_APPROVAL_TERMS, type ApprovalTerms, type EscalationStep } from './approval-terms.ts'
export type { ApprovalRequest, ApprovalResponse } from './approval.ts'
export {
  EFFECT_TYPES,
  HISTORY_MEASURES,
  HISTORY_SCOPES,
  RISK_LEVELS,
  type Condition,
  type Effect,
  type EffectType,
  type FieldCondition,
  type FieldPath,
  type FieldsCondition,
  type HistoryCondition,
  type HistoryMeasure,
  type HistoryScope,
  type Match,
  type Origin,
  type ParameterRegexCondition,
  type PathSegment,
  type Pattern,
  type PrincipalMatch,
  type RateLimitCondition,
  type RiskLevel,
  type Rule,
  type SameArgument,
  type SumTerms,
  type TimeWindowCondition,
  type Truth,
} from './rule.ts'
export {
  ANYWHERE_OPERATORS,
  FIELDS_OPERATORS,
  isFieldsOperator,
  type AnywhereOperator,
  type FieldOperator,
  type FieldsOperator,
  type Operator,
} from './operator-names.ts'
export { OPERATORS, type OperatorRow } from './operators.ts'
export { DIALECTS, type Diagnostic, type Dialect, type Policy, type Witness } from './policy.ts'
export {
  DECISION_CODES,
  DEFAULT_DENY_RULE_ID,
  EVALUATION_ERROR_RULE_ID,
  type Decision,
  type DecisionCode,
  type ReachedLimit,
  type TraceMatch,
  type TraceStep,
} from './decision.ts'
export type { Facts, Known, Mark, Need } from './facts.ts'
export type { DecisionDetail, Engine, ParsedUrl, Subject, UrlParser } from './engine.ts'
export { decisionJson } from './engine/decision-json.ts'
export { createEngine, engineSteps, type EngineOptions } from './engine/create-engine.ts'
export {
  decideOnCounts,
  decideWithState,
  fetchCounts,
  type DecisionInput,
  type FetchedCounts,
  type PolicyVerdict,
  type StatefulDecision,
} from './engine/state/decide-with-state.ts'
export { embeddedTexts } from './engine/arguments/embedded-texts.ts'
export { describeMatch } from './policy/describe-match.ts'
export { matchLine } from './engine/trace/matched/match-line.ts'
export {
  createMemoryCounters,
  type CounterBounds,
  type MemoryCounters,
} from './engine/state/memory-counters.ts'
export type { CallEnd, CountedCall, Counters, Counts } from './engine/state/counters.ts'
export type { DurableCounters, SeriesState } from './engine/state/durable-counters.ts'
export { rateKey } from './engine/state/rate-key.ts'
export {
  createRedactor,
  type HiddenArguments,
  type HiddenPart,
  type Redactor,
} from './engine/redaction/redactor.ts'
export { REDACTED } from './readings/secret/redacted.ts'
export { isSecretName, SECRET_NAMES } from './engine/redaction/secret-names.ts'
export { parseGlob, type Glob, type ParsedGlob } from './match/glob.ts'
export { parseRegex, type ParsedRegex, type Regex } from './match/regex.ts'
export { WEEKDAYS, type Weekday } from './match/calendar.ts'
export { spelledWords, wordsOf } from './match/words.ts'
export {
  ConfigError,
  CountersError,
  EvaluationError,
  PolicyError,
  ProxyError,
  type CountersErrorCode,
  type ErrorContext,
  type EvaluationErrorCode,
  type ProxyErrorCode,
} from './errors.ts'
export { LIMITS } from './limits.ts'
export { countsCalls } from './policy/rules/counts-calls.ts'
export { parseDuration } from './policy/rules/duration.ts'
export { loadPolicy } from './policy/load-policy.ts'
export { readPolicy, type ReadPolicy } from './policy/read-policy.ts'
export type { PolicyFiles } from './policy/files/policy-files.ts'
export type { Source, SourceText } from './document/source-document.ts'
export { DIAGNOSTIC_CODES, type DiagnosticCode } from './policy/problems/diagnostic-codes.ts'
export type { DiagnosticRow } from './policy/problems/diagnostic-row.ts'
export { lintPolicies, lintPots, type LintOptions } from './lint/lint-policies.ts'
export { formatDiagnostic } from './policy/problems/format-diagnostic.ts'
