import type { JsonValue } from '@kvlar/core/json'
import { readTestState, type PolicyTestState } from '@kvlar/core/policy-test'
import { UsageError } from '../failures/usage-error.ts'

/**
 * Reads `--state`, which is written like `state` in a policy test and read by the same reader.
 * @throws UsageError with the first problem
 */
export function readState(value: JsonValue): PolicyTestState {
  const read = readTestState(value)
  if (read.ok) return read.state
  throw new UsageError(
    `\`--state\` is not usable: ${read.diagnostics[0]?.message}`,
    'write it as in a policy test: {"session_age": "10m", "calls": {"1h": 3}, "earlier": []}',
  )
}
