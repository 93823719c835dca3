import { commandGroups, firstWords, secondWord } from '../command-line/command-groups.ts'
import type { NamedSpec } from '../command-line/command-spec.ts'
import { HELP_FLAG } from '../command-line/help.ts'
import { operandWords } from './operand-words.ts'
import { valueOffer, type ValueOffer } from './value-offer.ts'

/** The completion script for fish. */
export function fishCompletion(specs: readonly NamedSpec[]): string {
  const lines = [
    '# fish completion for kvlar',
    'complete -c kvlar -f',
    'complete -c kvlar -n __fish_use_subcommand -l version -d "show the version"',
    ...firstWords(specs).map(
      ({ name, summary }) => `complete -c kvlar -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`,
    ),
    ...commandGroups(specs).flatMap(groupLines),
    ...specs.flatMap((spec) => commandLines(spec, specs)),
  ]
  return `${lines.join('\n')}\n`
}

/** The second words, until one of them is there. */
function groupLines({ word, group }: ReturnType<typeof commandGroups>[number]): string[] {
  const words = group.map(secondWord).join(' ')
  const wanted = `__fish_seen_subcommand_from ${word}; and not __fish_seen_subcommand_from ${words}`
  return group.map((spec) => {
    return `complete -c kvlar -n "${wanted}" -a ${secondWord(spec)} -d ${quote(spec.summary)}`
  })
}

function commandLines(spec: NamedSpec, specs: readonly NamedSpec[]): string[] {
  const seen = spec.name.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`)
  const start = `complete -c kvlar -n "${seen.join('; and ')}"`
  const lines = [...spec.flags, HELP_FLAG].map((flag) => {
    const short = flag.short === undefined ? '' : ` -s ${flag.short}`
    return `${start} -l ${flag.name}${short}${valueOptions(valueOffer(flag))} -d ${quote(flag.summary)}`
  })
  const words = operandWords(spec, specs)
  if (words.length > 0) lines.push(`${start} -a ${quote(words.join(' '))}`)
  else if (spec.operands) lines.push(`${start}${valueOptions({ kind: spec.operands.completes })}`)
  return lines
}

function valueOptions(offer: ValueOffer | undefined): string {
  switch (offer?.kind) {
    case undefined:
      return ''
    case 'words':
      return ` -x -a ${quote(offer.words.join(' '))}`
    case 'file':
      return ' -r -F'
    case 'directory':
      return ' -x -a "(__fish_complete_directories)"'
    case 'nothing':
      return ' -x'
  }
}

const quote = (text: string): string => `'${text.replaceAll(/['\\]/g, '\\$&')}'`
