import { describeMatch, type Policy, type Rule } from '@kvlar/core'
import { layOutBlocks, plural, visibleText } from '@kvlar/core/text'
import { policiesInForce } from '@kvlar/runtime/policies'
import { EFFECT_TONES } from '@kvlar/reviewer/terminal'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import { printDiagnostics } from '../../terminal/print-diagnostics.ts'
import type { inspectSpec } from './inspect-spec.ts'
import type { Page, Terminal } from '../../terminal/terminal.ts'

/** Shows what policies say. */
export function run({ flags, operands }: Input<typeof inspectSpec>, { out, err }: Terminal): ExitCode {
  const { engine, policies } = policiesInForce([...flags.policy, ...operands])
  const asked = policies.flatMap(({ rules }) => rules)
  const { digest } = engine
  if (flags.json) {
    out.line(JSON.stringify({ digest, policies: policies.map(policyJson), rules: asked.map(ruleJson) }))
    return EXIT_CODES.ok
  }
  for (const { warnings } of policies) printDiagnostics(warnings, err)
  for (const policy of policies) printHead(policy, out)
  printRules(asked, out)
  out.line(`\ndigest ${digest}`)
  out.line('The first that matches decides; whatever none matches is denied.')
  return EXIT_CODES.ok
}

/** One rule after another as they are asked, with a heading wherever the effect changes. */
function printRules(rules: readonly Rule[], page: Page): void {
  const rows = rules.map((rule, at): [string, string] => [
    visibleText(`${at + 1}. ${rule.id}`),
    visibleText(describeMatch(rule.match)),
  ])
  const blocks = layOutBlocks(rows, page.width)
  for (const [at, { effect }] of rules.entries()) {
    if (effect.type !== rules[at - 1]?.effect.type)
      page.line(`\n${page.tone(EFFECT_TONES[effect.type], effect.type)}`)
    for (const line of blocks[at] ?? []) page.line(line)
  }
}

function printHead({ name, version, dialect, file, rules, description }: Policy, page: Page): void {
  page.line(page.tone('heading', visibleText(version === undefined ? name : `${name} ${version}`)))
  if (description !== undefined) page.line(`  ${visibleText(description)}`)
  page.line(`  ${visibleText(file)}: ${dialect} policy, ${plural(rules.length, 'rule')}`)
}

function policyJson({ name, version, description, dialect, file, rules, digest, warnings }: Policy): object {
  return { name, version, description, dialect, file, rules: rules.length, digest, warnings }
}

function ruleJson({ id, policy, description, origin, priority, effect, match }: Rule): object {
  const { type, reason, riskLevel } = effect
  const { file, line } = origin
  const matches = describeMatch(match)
  return {
    id,
    policy,
    description,
    effect: type,
    reason,
    risk_level: riskLevel,
    priority,
    matches,
    file,
    line,
  }
}
