import { loadPolicy, readPolicy, type Condition, type Diagnostic, type Rule, type Source } from '@kvlar/core'
import { expect } from 'vitest'

/** The problems of a policy that must not load. */
export function problemsOf(source: Source): readonly Diagnostic[] {
  const read = readPolicy(source)
  if (read.ok) throw new Error('the policy loads')
  return read.diagnostics
}

/** The problems of a YAML policy, each as `line:column code`. */
export function placesOf(text: string, file = 'policy.yaml'): readonly string[] {
  return problemsOf({ file, text }).map(({ line, column, code }) => `${line}:${column} ${code}`)
}

/** A Kvlar policy of one rule around the lines given, which start at line 3 and are indented by four. */
export function ruleWith(lines: string): string {
  return `name: p\nrules:\n  - id: r\n${lines.replaceAll(/^/gm, '    ')}\n`
}

/** The only rule of a policy around the lines. */
export function ruleOf(lines: string): Rule {
  const [rule] = loadPolicy({ file: 'policy.yaml', text: ruleWith(lines) }).rules
  if (rule === undefined) throw new Error('no rule')
  return rule
}

/** The only condition of a rule. */
export function conditionOf(yaml: string): Condition | undefined {
  return ruleOf(`match_on: {conditions: [${yaml}]}\neffect: {type: allow}`).match.condition
}

/** The only problem of a policy around the lines. */
export function problemOf(lines: string): string {
  const problems = problemsOf({ file: 'policy.yaml', text: ruleWith(lines) })
  expect(problems).toHaveLength(1)
  return `${problems[0]?.code} ${problems[0]?.message} ${problems[0]?.help}`
}
