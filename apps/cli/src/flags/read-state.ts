import { durationNotation, type Action, type Engine, type Facts } from '@kvlar/core'
import type { JsonValue } from '@kvlar/core/json'
import { readTestFile, type PolicyTestState } from '@kvlar/core/policy-test'
import { UsageError } from '../failures/usage-error.ts'

/**
 * Reads `--state`, which is written like `state` in a policy test and read by the same reader.
 * @throws UsageError with the first problem
 */
export function readState(value: JsonValue): PolicyTestState {
  const action = { resource: 'any' }
  const read = readTestFile({ tests: [{ id: 'state', action, expect: 'allow', state: value }] })
  if (read.ok) return read.tests.cases[0]?.state ?? {}
  throw new UsageError(
    `\`--state\` is not usable: ${read.diagnostics[0]?.message}`,
    'write it as in a policy test: {"session_age": "10m", "calls": {"1h": 3}, "earlier": []}',
  )
}

/** What a decision on the action reads and the facts do not say, in words. */
export function missingState(facts: Facts, { engine, action }: { engine: Engine; action: Action }): string[] {
  return engine.needs(action, facts).flatMap((need): string[] => {
    switch (need.kind) {
      case 'rate':
        return facts.counts?.has(need.key) ? [] : [`calls within ${durationNotation(need.windowMs)}`]
      case 'history':
        return facts.counts?.has(need.key) ? [] : [`the earlier calls within ${durationNotation(need.windowMs)}`]
      case 'session_age':
        return facts.sessionStartedAtMs === undefined ? ['the age of the session'] : []
    }
  })
}
