import type { CommandSpec, Completes, Flag } from '../command-spec.ts'
import { HELP_FLAG } from '../help.ts'
import { operandWords } from './operand-words.ts'

/** The completion script for fish. */
export function fishCompletion(specs: readonly CommandSpec[]): string {
  const lines = [
    '# fish completion for kvlar',
    'complete -c kvlar -f',
    'complete -c kvlar -n __fish_use_subcommand -l version -d "show the version"',
    ...specs.map(
      ({ name, summary }) => `complete -c kvlar -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`,
    ),
    ...specs.flatMap((spec) => commandLines(spec, specs)),
  ]
  return `${lines.join('\n')}\n`
}

function commandLines(spec: CommandSpec, specs: readonly CommandSpec[]): string[] {
  const start = `complete -c kvlar -n "__fish_seen_subcommand_from ${spec.name}"`
  const lines = [...spec.flags, HELP_FLAG].map((flag) => {
    const short = flag.short === undefined ? '' : ` -s ${flag.short}`
    return `${start} -l ${flag.name}${short}${valueOptions(flag)} -d ${quote(flag.summary)}`
  })
  const words = operandWords(spec, specs)
  if (words.length > 0) lines.push(`${start} -a ${quote(words.join(' '))}`)
  else if (spec.operands) lines.push(`${start}${fileOption(spec.operands.completes)}`)
  return lines
}

function valueOptions(flag: Flag): string {
  switch (flag.kind) {
    case 'switch':
      return ''
    case 'choice':
      return ` -x -a ${quote(flag.choices.join(' '))}`
    case 'integer':
      return ' -x'
    case 'value':
    case 'list':
      return fileOption(flag.completes)
  }
}

function fileOption(completes: Completes): string {
  if (completes === 'file') return ' -r -F'
  return completes === 'directory' ? ' -x -a "(__fish_complete_directories)"' : ' -x'
}

const quote = (text: string): string => `'${text.replaceAll(/['\\]/g, '\\$&')}'`
