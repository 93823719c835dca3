/*
 * Writes `docs/cli.md`, the reference of the `kvlar` command, from the command table that the parser itself reads.
 * Run it after a change of the table: `node tools/cli-reference.mjs`; `--print` writes to standard output instead.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { allSpecs } from '../apps/cli/src/command-line/commands.ts'
import { EXIT_CODES, EXIT_CODE_MEANINGS } from '../apps/cli/src/failures/exit-codes.ts'
import { flagLabel, flagSummary, usageLine } from '../apps/cli/src/command-line/flag-text.ts'
import { root } from './packages.mjs'

/** The text `docs/cli.md` must have. */
async function cliReference() {
  const style = JSON.parse(readFileSync(join(root, '.prettierrc.json'), 'utf8'))
  return format([introduction, exitCodes(), ...(await allSpecs()).map(commandSection)].join('\n\n'), {
    ...style,
    parser: 'markdown',
  })
}

const introduction = `# The \`kvlar\` command

Data goes to standard output, words for people to standard error. \`--json\` makes the data JSON, errors included:
\`{"error": {"code", "message", "help"}}\`. Colours are shown to people only; \`NO_COLOR\`, \`FORCE_COLOR\` and
\`TERM=dumb\` are respected. Only \`kvlar review\` asks questions, and a command that needs a reviewer's token when a person
sits at the terminal; every other command can run unattended.

A value that begins with a dash is joined with \`=\` (\`--resource=-x\`); \`-\` alone stands for standard input;
what follows \`--\` is passed on untouched. An unknown flag is an error, and so is an empty value.

Commands that take a policy use \`~/.kvlar/policy.yaml\` when none is named; the proxy wants it named.`

function exitCodes() {
  const rows = Object.entries(EXIT_CODES).map(([name, code]) => `| ${code} | ${EXIT_CODE_MEANINGS[name]} |`)
  return `## Exit codes\n\n| code | meaning |\n|---|---|\n${rows.join('\n')}`
}

function commandSection(spec) {
  const examples = spec.examples.flatMap(({ line, does }) => [`# ${does}`, line])
  const operands = spec.operands
    ? [`| \`${cell(spec.operands.placeholder)}\` | ${cell(spec.operands.summary)} |`]
    : []
  const flags = spec.flags.map(
    (flag) => `| \`${cell(flagLabel(flag).trim())}\` | ${cell(flagSummary(flag))} |`,
  )
  const table = [...operands, ...flags]
  return [
    `## kvlar ${spec.name}`,
    `${spec.summary.slice(0, 1).toUpperCase()}${spec.summary.slice(1)}.`,
    `\`\`\`sh\n${examples.join('\n')}\n\`\`\``,
    `\`\`\`\n${usageLine(spec)}\n\`\`\``,
    ...(table.length > 0 ? [`| argument | meaning |\n|---|---|\n${table.join('\n')}`] : []),
    ...(spec.notes ?? []),
    `Exit codes: ${[...spec.exits, 'usage', 'internal']
      .map((name) => EXIT_CODES[name])
      .sort((a, b) => a - b)
      .join(', ')}.`,
  ].join('\n\n')
}

const cell = (text) => text.replaceAll('|', '\\|')

const text = await cliReference()
if (process.argv.includes('--print')) process.stdout.write(text)
else writeFileSync(join(root, 'docs', 'cli.md'), text)
