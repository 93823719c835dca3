import { lintPolicies, loadPolicy, type Diagnostic } from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'
import { platformUrl } from './random-policies.ts'

/** The warnings of a policy, with the exact places that its text gives them. */
export function lint(text: string, file = 'policy.yaml'): readonly Diagnostic[] {
  const policy = loadPolicy({ file, text })
  return lintPolicies([policy], { parseUrl: platformUrl, textOf: () => text })
}

/** A policy of rules, each written as one line of YAML. */
export function policyOfRules(...rules: readonly string[]): string {
  return ['name: p', 'version: "1"', 'rules:', ...rules.map((rule) => `  - ${rule}`)].join('\n')
}

/** A rule of a tool, as YAML. */
export function ruleLine(id: string, match: string, type: 'allow' | 'deny' | 'require_approval'): string {
  const effect = type === 'allow' ? '{ type: allow }' : `{ type: ${type}, reason: ask first }`
  return `{ id: ${id}, match_on: { ${match} }, effect: ${effect} }`
}

/** A rule with one condition on the tool `run`. */
export function conditionLine(condition: string, type: 'allow' | 'deny' = 'deny'): string {
  return ruleLine('r', `resources: [run], conditions: [${condition}]`, type)
}

/** The text as a YAML scalar that is read as it stands. */
export function yaml(value: string): string {
  return JSON.stringify(value)
}

/** Each warning as `CODE: tool {arguments} → outcome by rule`. */
export function shown(warnings: readonly Diagnostic[]): readonly string[] {
  return warnings.map(({ code, witness }) => {
    const call = `${witness?.action.resource} ${JSON.stringify(witness?.action.parameters)}`
    return `${code}: ${call} → ${witness?.outcome} by ${witness?.rule}`
  })
}

/** The warnings with a code. */
export function withCode(warnings: readonly Diagnostic[], code: string): readonly Diagnostic[] {
  return warnings.filter((warning) => warning.code === code)
}

/** The arguments of the only warning with a code. */
export function parametersOf(warnings: readonly Diagnostic[], code: string): JsonObject | undefined {
  return withCode(warnings, code)[0]?.witness?.action.parameters
}
