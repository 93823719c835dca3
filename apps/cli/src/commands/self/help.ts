import { wrapText, nearest } from '@kvlar/core/text'
import { groupOf } from '../../command-line/command-groups.ts'
import type { Input, NamedSpec } from '../../command-line/command-spec.ts'
import { COMMANDS } from '../../command-line/commands.ts'
import { ERROR_TEXTS } from '../../failures/error-texts.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import { findCommand } from '../../command-line/find-command.ts'
import { printCommandHelp, printGroupHelp, printOverview } from '../../command-line/help.ts'
import type { helpSpec } from './help-spec.ts'
import type { Page, Terminal } from '../../terminal/terminal.ts'
import { UsageError } from '../../failures/usage-error.ts'

/** What a code looks like; no command does. */
const CODE = /^[A-Za-z]+_\w*$/

/** Shows all commands, one of them, or what a code means. */
export async function run({ operands }: Input<typeof helpSpec>, { out }: Terminal): Promise<ExitCode> {
  const [word = '', ...more] = operands
  const group = groupOf(word, COMMANDS)
  if (operands.length === 0) printOverview(COMMANDS, out)
  else if (CODE.test(word) && more.length === 0) printCode(word.toUpperCase(), out)
  else if (group.length > 0 && more.length === 0) printGroupHelp(word, group, out)
  else printCommandHelp(await findOnly(operands), out)
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

function findOnly(words: readonly string[]): Promise<NamedSpec> {
  const { command, rest } = findCommand(words)
  if (rest[0] !== undefined) throw new UsageError(`unexpected argument \`${rest[0]}\``)
  return command.spec()
}
