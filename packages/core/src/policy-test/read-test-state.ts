import type { JsonValue } from '../json-value.ts'
import type { Diagnostic } from '../policy.ts'
import type { PolicyTestState } from './policy-test-file.ts'
import { readTestFile } from './read-test-file.ts'

/** What a decision may assume of calls before it, or every problem that keeps it from being used. */
export type ReadTestState =
  | { readonly ok: true; readonly state: PolicyTestState }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

/** Reads a state that is written like `state` in a policy test, by the same reader. */
export function readTestState(value: JsonValue): ReadTestState {
  const action = { resource: 'any' }
  // As text, which says of a large number that it was written so: `value` was read by whoever changes none.
  const text = JSON.stringify({ tests: [{ id: 'state', action, expect: 'allow', state: value }] })
  const read = readTestFile({ file: 'state.json', text })
  return read.ok ? { ok: true, state: read.tests.cases[0]?.state ?? {} } : read
}
