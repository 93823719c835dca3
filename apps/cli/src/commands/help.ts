import { nearest } from '@kvlar/core'
import { wrapText } from '../columns.ts'
import { groupOf } from '../command-groups.ts'
import type { CommandSpec, Input } from '../command-spec.ts'
import { COMMAND_SPECS } from '../command-specs.ts'
import { ERROR_TEXTS } from '../error-texts.ts'
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts'
import { findSpec } from '../find-spec.ts'
import { printCommandHelp, printGroupHelp, printOverview } from '../help.ts'
import type { helpSpec } from '../specs/help.ts'
import type { Page, Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'

/** What a code looks like; no command does. */
const CODE = /^[A-Za-z]+_\w*$/

/** Shows all commands, one of them, or what a code means. */
export function run({ operands }: Input<typeof helpSpec>, { out }: Terminal): ExitCode {
  const [word = '', ...more] = operands
  const group = groupOf(word, COMMAND_SPECS)
  if (operands.length === 0) printOverview(COMMAND_SPECS, out)
  else if (CODE.test(word) && more.length === 0) printCode(word.toUpperCase(), out)
  else if (group.length > 0 && more.length === 0) printGroupHelp(word, group, out)
  else printCommandHelp(findOnly(operands), out)
  return EXIT_CODES.ok
}

function printCode(code: string, page: Page): void {
  const text = ERROR_TEXTS.get(code)
  if (text === undefined) {
    const close = nearest(
      code.toLowerCase(),
      [...ERROR_TEXTS.keys()].map((one) => one.toLowerCase()),
    )
    throw new UsageError(`there is no code \`${code}\``, close && `did you mean \`${close.toUpperCase()}\`?`)
  }
  page.line(page.tone('heading', code))
  for (const line of wrapText(`It means: ${text.means}.`, page.width - 2)) page.line(`  ${line}`)
  for (const line of wrapText(`What to do: ${text.todo}.`, page.width - 2)) page.line(`  ${line}`)
}

function findOnly(words: readonly string[]): CommandSpec {
  const { spec, rest } = findSpec(words)
  if (rest[0] !== undefined) throw new UsageError(`unexpected argument \`${rest[0]}\``)
  return spec
}
