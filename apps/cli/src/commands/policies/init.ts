import { join, resolve } from 'node:path'
import { shellWord, visibleText } from '@kvlar/core/text'
import { parseUrl } from '@kvlar/core/node'
import { CURATED, fillTemplate, readSettings, type CuratedPolicy } from '@kvlar/policies'
import { kvlarHome } from '@kvlar/runtime/places'
import { templateFiles, writeNewFiles } from '@kvlar/runtime/policies'
import { whereDecided } from '../../approvals/where-decided.ts'
import { checkChoice } from '../../flags/check-choice.ts'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import { printTemplate, printTemplates, templatesJson } from '../../terminal/print-templates.ts'
import type { initSpec } from './init-spec.ts'
import type { Page, Terminal } from '../../terminal/terminal.ts'
import { UsageError } from '../../failures/usage-error.ts'

/** Writes a first policy with its tests. */
export function run({ flags, operands }: Input<typeof initSpec>, { out }: Terminal): ExitCode {
  const name = nameOf(flags.template, operands[0])
  if (flags.list) {
    printList(name, { json: flags.json }, out)
    return EXIT_CODES.ok
  }
  const template = templateNamed(name ?? 'default')
  const given = readAssignments(flags.set)
  const filled = fillTemplate(template, given, { parseUrl })
  if (!filled.ok) throw new UsageError(`${filled.problem.message}; nothing was written`, filled.problem.help)
  const dir = flags.dir ?? kvlarHome()
  const files = templateFiles(filled)
  writeNewFiles(dir, files)
  const written = [...files.keys()].map((file) => join(dir, file))
  if (flags.json)
    out.line(
      JSON.stringify({
        template: template.name,
        set: Object.fromEntries(given),
        files: written.map((file) => resolve(file)),
      }),
    )
  else printNext({ template, written, dir }, out)
  return EXIT_CODES.ok
}

function nameOf(template: string | undefined, operand: string | undefined): string | undefined {
  if (template === undefined || operand === undefined || template === operand) return template ?? operand
  throw new UsageError(`which policy, \`${operand}\` or \`${template}\`?`, 'name one')
}

function templateNamed(name: string): CuratedPolicy {
  const names = CURATED.map((one) => one.name)
  const template = CURATED[names.indexOf(checkChoice('the policy', name, names))]
  if (template === undefined) throw new Error('a template that is listed does not exist')
  return template
}

/** `NAME=VALUE`, each name once. */
function readAssignments(words: readonly string[]): ReadonlyMap<string, string> {
  const given = new Map<string, string>()
  for (const word of words) {
    const equals = word.indexOf('=')
    if (equals < 1) throw new UsageError(`\`--set\` takes NAME=VALUE, not \`${word}\``)
    const name = word.slice(0, equals)
    if (given.has(name))
      throw new UsageError(`\`${name}\` is set twice`, 'write the items of a list with commas')
    given.set(name, word.slice(equals + 1))
  }
  return given
}

function printList(name: string | undefined, { json }: { json: boolean }, page: Page): void {
  const chosen = name === undefined ? CURATED : [templateNamed(name)]
  const [only] = chosen
  if (json) page.line(JSON.stringify(templatesJson(chosen)))
  else if (name === undefined || only === undefined) printTemplates(chosen, page)
  else printTemplate(only, page)
}

interface Done {
  readonly template: CuratedPolicy
  readonly written: readonly string[]
  readonly dir: string
}

function printNext({ template, written, dir }: Done, page: Page): void {
  for (const file of written) page.line(`${page.tone('good', '✓')} ${visibleText(file)}`)
  const own = dir === kvlarHome()
  const policy = join(dir, 'policy.yaml')
  const settings = readSettings(template.policy).map((setting) => `\`${setting.name}\``)
  const atTop = settings.length === 0 ? '' : ` (${settings.join(', ')} at its top)`
  page.line(`\nEdit ${visibleText(policy)}${atTop}, then:`)
  page.line(visibleText(`  kvlar test ${shellWord(dir)}`))
  page.line(visibleText(own ? '  kvlar wrap' : `  kvlar wrap --policy ${shellWord(policy)}`))
  page.line()
  for (const line of whereDecided([[]])) page.line(line)
}
