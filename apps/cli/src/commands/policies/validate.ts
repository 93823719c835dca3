import { countsCalls } from '@kvlar/core'
import { plural, visibleText } from '@kvlar/core/text'
import { defaultPolicyFile, keptPlace, placeName, type KeptPlace } from '@kvlar/runtime/places'
import { checkedJson, checkPolicies, policiesAt, type CheckedPolicy } from '@kvlar/runtime/policies'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import { printDiagnostics } from '../../terminal/print-diagnostics.ts'
import type { validateSpec } from './validate-spec.ts'
import type { Page, Terminal } from '../../terminal/terminal.ts'
import { UsageError } from '../../failures/usage-error.ts'

/** Checks every policy named, or found below a folder that is. */
export async function run(
  { flags, operands }: Input<typeof validateSpec>,
  { out }: Terminal,
): Promise<ExitCode> {
  const named = [...flags.policy, ...operands]
  const files = named.length === 0 ? [defaultPolicyFile()] : named.flatMap(policiesAt)
  if (files.length === 0) throw new UsageError(`there is no policy below \`${named.join('`, `')}\``)
  const checked = checkPolicies(files, { strict: flags.strict })
  const counted = await keptPlace({ redis: flags.redis })
  const valid = checked.every((each) => each.valid)
  if (flags.json) {
    out.line(JSON.stringify({ valid, files: checked.map((each) => checkedJson(each, placeName(counted))) }))
  } else {
    for (const each of checked) printFile(each, counted, out)
    if (files.length > 1) printSummary(checked, out)
  }
  return valid ? EXIT_CODES.ok : EXIT_CODES.policyInvalid
}

function printFile({ file, read, findings, valid }: CheckedPolicy, place: KeptPlace, page: Page): void {
  const problems = plural(findings.filter(({ severity }) => severity === 'error').length, 'problem')
  const rules = read.ok ? `${read.policy.dialect} policy, ${plural(read.policy.rules.length, 'rule')}` : ''
  const warned = findings.length === 0 ? '' : `, ${valid ? plural(findings.length, 'warning') : problems}`
  const mark = valid ? page.tone('good', '✓') : page.tone('bad', '✗')
  const what = read.ok ? `${rules}${warned}` : problems
  page.line(`${mark} ${visibleText(file)}  ${page.tone('quiet', what)}`)
  if (read.ok && countsCalls(read.policy.rules))
    page.line(
      page.tone('quiet', `  limits are counted in ${visibleText(placeName(place))}, ${WHOSE[place.kind]}`),
    )
  if (findings.length > 0) page.line()
  printDiagnostics(findings, page, file)
}

const WHOSE = {
  file: 'for every process of this user',
  redis: 'for every machine that names it',
} as const

function printSummary(checked: readonly CheckedPolicy[], page: Page): void {
  const bad = checked.filter(({ valid }) => !valid).length
  const warnings = checked
    .flatMap(({ findings }) => findings)
    .filter(({ severity }) => severity === 'warning')
  const warned = warnings.length === 0 ? '' : `, with ${plural(warnings.length, 'warning')}`
  const tail = bad === 0 ? `all of them load${warned}` : `${bad} of them cannot be used${warned}`
  // Findings end with an empty line of their own.
  if (checked.at(-1)?.findings.length === 0) page.line()
  page.line(`${plural(checked.length, 'policy', 'policies')}, ${tail}`)
}
