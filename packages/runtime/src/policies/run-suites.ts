import { dirname, isAbsolute, join } from 'node:path'
import { createEngine, PolicyError, type Diagnostic, type Engine, type Policy } from '@kvlar/core'
import {
  coverageOf,
  readTestFile,
  runPolicyTests,
  type PolicyTestFile,
  type Suite,
  type TestReport,
} from '@kvlar/core/policy-test'
import { parseUrl, readText } from '@kvlar/core/node'
import { SettingsError } from '../settings/settings-error.ts'
import { readPolicyNamed } from './load-policies.ts'
import { POLICY_FILES } from './policy-files.ts'

export interface SuiteOptions {
  /** Tested instead of the policies that the files name. */
  readonly policy?: string | undefined
  /** Only cases whose id contains this. */
  readonly filter?: string | undefined
  readonly coverage: boolean
}

/**
 * Runs test files, after all of them and their policies have been read.
 * @throws SettingsError when one cannot be read, PolicyError with every problem of every file
 */
export function runSuites(files: readonly string[], options: SuiteOptions): TestReport {
  const diagnostics: Diagnostic[] = []
  const policies = new Map<string, LoadedPolicy | undefined>()
  const runs = files.flatMap((file) => {
    const tests = readTests(file, diagnostics)
    const name = options.policy ?? (tests && policyOf(tests, diagnostics))
    if (tests === undefined || name === undefined) return []
    if (!policies.has(name)) policies.set(name, readTested(name, diagnostics))
    const tested = policies.get(name)
    return tested === undefined ? [] : [{ tests: filtered(tests, options.filter), name, tested }]
  })
  const first = diagnostics.find(({ severity }) => severity === 'error')
  if (first !== undefined) {
    throw new PolicyError(first.code, 'a policy or a test file does not load; no test was run', diagnostics)
  }
  const hits = new Set<string>()
  const suites = runs.map(({ tests, name, tested: { engine, policy } }): Suite => {
    const { results } = runPolicyTests(tests, engine, policy.rules)
    for (const { actual_rule } of results) hits.add(`${policy.file}\n${actual_rule}`)
    return { file: tests.file, policy: name, results }
  })
  const results = suites.flatMap((suite) => suite.results)
  const passed = results.filter((result) => result.passed).length
  const totals = { suites, total: results.length, passed, failed: results.length - passed }
  const tested = [...policies.values()].flatMap((found) => (found === undefined ? [] : [found.policy]))
  return options.coverage ? { ...totals, coverage: coverageOf(tested, hits) } : totals
}

interface LoadedPolicy {
  readonly policy: Policy
  readonly engine: Engine
}

function readTests(file: string, diagnostics: Diagnostic[]): PolicyTestFile | undefined {
  const text = readText(file)
  if (!text.ok)
    throw new SettingsError('SETTINGS_UNREADABLE', `test file \`${file}\` cannot be read: ${text.why}`)
  const read = readTestFile({ file, text: text.text })
  if (read.ok) return read.tests
  diagnostics.push(...read.diagnostics)
  return undefined
}

function policyOf({ file, policy }: PolicyTestFile, diagnostics: Diagnostic[]): string | undefined {
  if (policy !== undefined) {
    const isWhole = isAbsolute(policy) || POLICY_FILES.builtin(policy) !== undefined
    return isWhole ? policy : join(dirname(file), policy)
  }
  diagnostics.push({
    code: 'TEST_MISSING_KEY',
    severity: 'error',
    message: 'the test file names no policy, and none is named on the command line',
    file,
    line: 0,
    column: 0,
    length: 1,
    help: 'add `policy: FILE` to it, or run it with `--policy FILE`',
  })
  return undefined
}

function readTested(name: string, diagnostics: Diagnostic[]): LoadedPolicy | undefined {
  const read = readPolicyNamed(name)
  if (read.ok) return { policy: read.policy, engine: createEngine([read.policy], { parseUrl }) }
  diagnostics.push(...read.diagnostics)
  return undefined
}

function filtered(tests: PolicyTestFile, filter: string | undefined): PolicyTestFile {
  if (filter === undefined) return tests
  return { ...tests, cases: tests.cases.filter(({ id }) => id.includes(filter)) }
}
