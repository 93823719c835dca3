import type { Action } from '../action.ts'
import { dropUndefined } from '../document/drop-undefined.ts'
import { readMap, type Read } from '../document/map-reader.ts'
import { readInteger, readList, readName, readOneOf, readText } from '../document/read-scalar.ts'
import { LIMITS } from '../limits.ts'
import { parseDuration, readDuration } from '../policy/rules/duration.ts'
import type { EffectType } from '../rule.ts'
import { readInstant } from './instant.ts'
import { readEarlierCall } from './read-earlier-call.ts'
import { actionOf } from './read-test-action.ts'
import type { PolicyTestCase, PolicyTestState } from './policy-test-file.ts'
import { TEST_ACTION_KEYS, TEST_CASE_KEYS, TEST_STATE_KEYS } from './test-keys.ts'

/** The words of `expect`; the last two are the seed's other names. */
export const EXPECTATIONS = ['allow', 'deny', 'require_approval', 'approval', 'requireapproval'] as const

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

const readAction: Read<Action> = (node, report) => {
  const map = readMap(node, report, { keys: TEST_ACTION_KEYS, what: '`action`' })
  return map && actionOf(map)
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
    earlier: map.optional('earlier', readList(readEarlierCall, { max: LIMITS.testEarlierMax })),
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
