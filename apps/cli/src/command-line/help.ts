import { layOut, wrapText } from '@kvlar/core/text'
import { firstWords } from './command-groups.ts'
import { EXIT_CODE_MEANINGS, EXIT_CODES } from '../failures/exit-codes.ts'
import type { Flag, NamedCommand, NamedSpec } from './command-spec.ts'
import { flagLabel, flagSummary, usageLine } from './flag-text.ts'
import type { Page } from '../terminal/terminal.ts'

/** Prints what a command does: examples first, then usage, flags and exit codes. */
export function printCommandHelp(spec: NamedSpec, page: Page): void {
  const heading = (text: string): void => page.line(`\n${page.tone('heading', text)}`)
  page.line(`kvlar ${spec.name}: ${spec.summary}`)
  heading('Examples')
  for (const { line, does } of spec.examples) {
    page.line(`  ${page.tone('name', line)}`)
    page.line(`      ${page.tone('quiet', does)}`)
  }
  heading('Usage')
  page.line(`  ${usageLine(spec)}`)
  if (spec.operands) {
    heading('Arguments')
    printRows([[spec.operands.placeholder, spec.operands.summary]], page)
  }
  heading('Flags')
  printRows(
    [...spec.flags, HELP_FLAG].map((flag): [string, string] => [flagLabel(flag), flagSummary(flag)]),
    page,
  )
  if (spec.notes) {
    heading('Notes')
    for (const note of spec.notes) for (const line of wrapText(note, page.width - 2)) page.line(`  ${line}`)
  }
  heading('Exit codes')
  const exits = [...spec.exits, 'usage', 'internal'] as const
  const rows = exits.map((name): [string, string] => [String(EXIT_CODES[name]), EXIT_CODE_MEANINGS[name]])
  printRows(
    rows.sort(([a], [b]) => Number(a) - Number(b)),
    page,
  )
}

/** The flag every command has. */
export const HELP_FLAG: Flag = { kind: 'switch', name: 'help', short: 'h', summary: 'show this help' }

/** Prints the commands that share their first word. */
export function printGroupHelp(word: string, group: readonly NamedCommand[], page: Page): void {
  page.line(`kvlar ${word}: ${firstWords(group)[0]?.summary ?? ''}`)
  page.line(`\n${page.tone('heading', 'Commands')}`)
  printRows(
    group.map(({ name, summary }): [string, string] => [name, summary]),
    page,
  )
  page.line(`\n\`kvlar ${word} COMMAND --help\` says more.`)
}

/** Prints all commands, after the three lines that most people came for. */
export function printOverview(commands: readonly NamedCommand[], page: Page): void {
  page.line('kvlar: runtime security for AI agents')
  page.line(`\n${page.tone('heading', 'Examples')}`)
  for (const { line, does } of FIRST_STEPS) {
    page.line(`  ${page.tone('name', line.padEnd(24))}${page.tone('quiet', does)}`)
  }
  page.line(`\n${page.tone('heading', 'Commands')}`)
  printRows(
    firstWords(commands).map(({ name, summary }): [string, string] => [name, summary]),
    page,
  )
  page.line(`\n${page.tone('heading', 'Flags')}`)
  printRows(
    [
      ['-h, --help', 'show this help; after a command, help on that command'],
      ['    --version', 'show the version; with `--json` also of the engine, Node and the zone data'],
    ],
    page,
  )
}

const FIRST_STEPS = [
  { line: 'kvlar init', does: 'write a policy' },
  { line: 'kvlar wrap', does: 'protect the MCP servers of your clients with it' },
  { line: 'kvlar test', does: 'test it' },
]

function printRows(rows: readonly (readonly [string, string])[], page: Page): void {
  for (const line of layOut(rows, page.width)) page.line(line)
}
