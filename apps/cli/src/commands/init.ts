import { join, resolve } from 'node:path'
import { policySchema, testSchema, visibleText } from '@kvlar/core'
import { CURATED } from '@kvlar/policies'
import { checkChoice } from '../check-choice.ts'
import { layOut } from '../columns.ts'
import type { Input } from '../command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts'
import { kvlarHome } from '../paths.ts'
import { shellWord } from '../shell-word.ts'
import type { initSpec } from '../specs/init.ts'
import type { Page, Terminal } from '../terminal.ts'
import { writeNewFiles } from '../write-new-files.ts'

/** Writes a first policy with its tests. */
export function run({ flags }: Input<typeof initSpec>, { out }: Terminal): ExitCode {
  if (flags.list) {
    printTemplates(out, flags.json)
    return EXIT_CODES.ok
  }
  const names = CURATED.map(({ name }) => name)
  const template = CURATED[names.indexOf(checkChoice('`--template`', flags.template, names))]
  if (template === undefined) throw new Error('a template that is listed does not exist')
  const dir = flags.dir ?? kvlarHome()
  const files = new Map([
    ['policy.yaml', `${editorLines('policy.schema.json')}${template.policy}`],
    ['policy.test.yaml', `${editorLines('policy.test.schema.json')}${template.test}`],
    ['policy.schema.json', `${JSON.stringify(policySchema(), undefined, 2)}\n`],
    ['policy.test.schema.json', `${JSON.stringify(testSchema(), undefined, 2)}\n`],
  ])
  writeNewFiles(dir, files)
  const written = [...files.keys()].map((name) => join(dir, name))
  if (flags.json)
    out.line(JSON.stringify({ template: template.name, files: written.map((file) => resolve(file)) }))
  else printNext(written, dir, out)
  return EXIT_CODES.ok
}

/** The two comments by which editors find the schema of a file. */
function editorLines(schema: string): string {
  return `# yaml-language-server: $schema=./${schema}\n# $schema: ./${schema}\n`
}

function printTemplates(page: Page, json: boolean): void {
  if (json) {
    page.line(JSON.stringify(CURATED.map(({ name, title, summary }) => ({ name, title, summary }))))
    return
  }
  const rows = CURATED.map(({ name, summary }): [string, string] => [name, summary])
  for (const line of layOut(rows, page.width)) page.line(line)
}

function printNext(written: readonly string[], dir: string, page: Page): void {
  for (const file of written) page.line(`${page.tone('good', '✓')} ${visibleText(file)}`)
  const own = dir === kvlarHome()
  const policy = join(dir, 'policy.yaml')
  page.line(`\nEdit ${visibleText(policy)}, then:`)
  page.line(visibleText(`  kvlar test ${shellWord(dir)}`))
  page.line(visibleText(own ? '  kvlar wrap' : `  kvlar wrap --policy ${shellWord(policy)}`))
}
