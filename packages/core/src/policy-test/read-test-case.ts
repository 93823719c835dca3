import { ACTION_TYPES, type Action } from '../action.ts'
import { dropUndefined } from '../document/drop-undefined.ts'
import { readMap, type Read } from '../document/map-reader.ts'
import { readPrincipal } from '../document/read-principal.ts'
import { readInteger, readName, readOneOf, readText } from '../document/read-scalar.ts'
import { readJsonObject } from '../document/to-json.ts'
import type { JsonObject } from '../json-value.ts'
import { LIMITS } from '../limits.ts'
import { parseDuration, readDuration } from '../policy/rules/duration.ts'
import { agentPrincipal } from '../principal.ts'
import type { EffectType } from '../rule.ts'
import { parseInstant } from './instant.ts'
import type { PolicyTestCase, PolicyTestState } from './policy-test-file.ts'
import { TEST_ACTION_KEYS, TEST_CASE_KEYS, TEST_STATE_KEYS } from './test-keys.ts'

/** The words of `expect`; the last two are the seed's other names. */
export const EXPECTATIONS = ['allow', 'deny', 'require_approval', 'approval', 'requireapproval'] as const

/** The agent of an action that names none. */
const TEST_AGENT = 'test-agent'

/** With a null prototype, as whatever the strict reader returns. */
const NO_PARAMETERS: JsonObject = Object.freeze(Object.create(null))

/** Reads one case whose placeholders have been filled in. */
export function readTestCase(defaultNowMs: number): Read<PolicyTestCase> {
  return (node, report) => {
    const map = readMap(node, report, { keys: TEST_CASE_KEYS, what: 'a test' })
    if (map === undefined) return undefined
    const id = map.required('id', readName)
    const action = map.required('action', readAction)
    const expect = map.required('expect', readExpectation)
    const rest = {
      description: map.optional('description', readText),
      rule: map.optional('rule', readName),
      reasonContains: map.optional('reason_contains', readText),
      nowMs: map.optional('now', readInstant) ?? defaultNowMs,
      state: map.optional('state', readState) ?? {},
    }
    if (id === undefined || action === undefined || expect === undefined) return undefined
    return dropUndefined({ id, origin: report.origin(node.place), action, expect, ...rest })
  }
}

/** A point in time of a file, in milliseconds since the epoch. */
export const readInstant: Read<number> = (node, report) => {
  const text = readText(node, report)
  if (text === undefined) return undefined
  return parseInstant(text) ?? report.add('TEST_BAD_TIME', node, `\`${text}\` is not a point in time`)
}

const readAction: Read<Action> = (node, report) => {
  const map = readMap(node, report, { keys: TEST_ACTION_KEYS, what: '`action`' })
  if (map === undefined) return undefined
  const resource = map.required('resource', readText)
  const agentId = map.optional('agent_id', readText) ?? TEST_AGENT
  const rest = {
    type: map.optional('action_type', readOneOf(ACTION_TYPES)) ?? 'tool_call',
    parameters: map.optional('parameters', readJsonObject) ?? NO_PARAMETERS,
    principal: map.optional('principal', readPrincipal) ?? agentPrincipal(agentId),
    server: map.optional('server', readText),
    target: map.optional('target', readText),
  } as const
  return resource === undefined ? undefined : dropUndefined({ resource, agentId, ...rest })
}

const readExpectation: Read<EffectType> = (node, report) => {
  const word = readOneOf(EXPECTATIONS)(node, report)
  return word === 'approval' || word === 'requireapproval' ? 'require_approval' : word
}

const readState: Read<PolicyTestState> = (node, report) => {
  const map = readMap(node, report, { keys: TEST_STATE_KEYS, what: '`state`' })
  if (map === undefined) return undefined
  return dropUndefined({
    sessionAgeMs: map.optional('session_age', readDuration),
    calls: map.optional('calls', readCalls),
  })
}

const readCount = readInteger(0, LIMITS.rateMax)

const readCalls: Read<number | ReadonlyMap<number, number>> = (node, report) => {
  if (node.kind !== 'map') return readCount(node, report)
  const calls = new Map<number, number>()
  for (const [window, { keyPlace, value }] of node.entries) {
    const windowMs = parseDuration(window)
    const count = readCount(value, report)
    if (windowMs === undefined)
      report.shared('BAD_DURATION', keyPlace, `the window \`${window}\` is not a duration`)
    else if (count !== undefined) calls.set(windowMs, count)
  }
  return calls
}
