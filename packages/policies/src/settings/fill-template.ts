import { createEngine, readPolicy, type UrlParser } from '@kvlar/core'
import { readTestFile, runPolicyTests } from '@kvlar/core/policy-test'
import { nearest } from '@kvlar/core/text'
import { formed } from './item-form.ts'
import { readItems } from './read-items.ts'
import { readSettings } from './read-settings.ts'
import { sampleOf } from './sample-of.ts'
import { SETTINGS_KEY, type Setting, type SettingItem, type SettingProblem } from './setting.ts'
import { hasScalar, writeValue } from './write-value.ts'

/** A policy with its test file, as texts. */
export interface Template {
  readonly policy: string
  readonly test: string
}

export type FilledTemplate =
  ({ readonly ok: true } & Template) | { readonly ok: false; readonly problem: SettingProblem }

/**
 * Writes settings into a curated policy, and into its tests the values that follow from them.
 *
 * INVARIANT: what comes back is a policy that loads and passes its tests. Anything else is a problem.
 *
 * @param given what is set, as typed, by the name of the setting
 */
export function fillTemplate(
  template: Template,
  given: ReadonlyMap<string, string>,
  { parseUrl }: { readonly parseUrl: UrlParser },
): FilledTemplate {
  const settings = readSettings(template.policy)
  let { policy, test } = template
  for (const [name, text] of given) {
    const setting = settings.find((one) => one.name === name)
    if (setting === undefined) return { ok: false, problem: unknownSetting(name, settings) }
    const read = readItems(setting, text)
    if (!read.ok) return read
    policy = writeValue(policy, [SETTINGS_KEY, name, 'value'], valueOf(setting, read.items))
    if (hasScalar(test, ['values', name]))
      test = writeValue(test, ['values', name], sampleOf(setting, read.items))
  }
  const problem = given.size === 0 ? undefined : problemOf({ policy, test }, parseUrl)
  return problem === undefined ? { ok: true, policy, test } : { ok: false, problem }
}

function valueOf(setting: Setting, items: readonly SettingItem[]): SettingItem | readonly SettingItem[] {
  const written = items.map((item) => formed(setting, item))
  return setting.isList ? written : (written[0] ?? '')
}

function unknownSetting(name: string, settings: readonly Setting[]): SettingProblem {
  const names = settings.map((one) => one.name)
  const message = `there is no setting \`${name}\``
  if (names.length === 0) return { message, help: 'this policy has no settings' }
  const meant = nearest(name, names)
  const all = `the settings are ${names.join(', ')}`
  return { message, help: meant === undefined ? all : `did you mean \`${meant}\`? ${all}` }
}

/** What is wrong with the result, although each value alone is right. */
function problemOf({ policy, test }: Template, parseUrl: UrlParser): SettingProblem | undefined {
  const read = readPolicy({ file: 'policy.yaml', text: policy })
  if (!read.ok)
    return { message: `the policy does not load with these values: ${read.diagnostics[0]?.message}` }
  const tests = readTestFile({ file: 'policy.test.yaml', text: test })
  if (!tests.ok)
    return { message: `its tests do not load with these values: ${tests.diagnostics[0]?.message}` }
  const { results } = runPolicyTests(tests.tests, createEngine([read.policy], { parseUrl }))
  const failed = results.filter(({ passed }) => !passed)
  const [first] = failed
  if (first === undefined) return undefined
  return {
    message: `with these values ${failed.length} of ${results.length} tests of the policy fail, first \`${first.id}\`: ${first.failures[0]}`,
    help: 'another rule of the policy stands against these values; choose others, or write the policy without `--set` and edit both files by hand',
  }
}
