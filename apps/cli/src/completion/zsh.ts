import { commandGroups, firstWords, secondWord } from '../command-line/command-groups.ts'
import type { NamedSpec, Flag } from '../command-line/command-spec.ts'
import { HELP_FLAG } from '../command-line/help.ts'
import { operandWords } from './operand-words.ts'
import { valueOffer, type ValueOffer } from './value-offer.ts'

/** The completion script for zsh; it may be sourced, or stand in a folder of `$fpath` as `_kvlar`. */
export function zshCompletion(specs: readonly NamedSpec[]): string {
  const commands = described(firstWords(specs))
  return `#compdef kvlar
_kvlar() {
  local -a commands
  commands=(
${commands}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    _arguments '--version[show the version]' '(- *)--help[show help]'
    return
  fi
  local name=$words[2]
  shift words
  (( CURRENT-- ))
  case $name in
${commandGroups(specs).map(groupCase).join('\n')}
  esac
  case $name in
${specs.map((spec) => commandCase(spec, specs)).join('\n')}
  esac
}
if [ "$funcstack[1]" = _kvlar ]; then _kvlar "$@"; else compdef _kvlar kvlar; fi
`
}

/** The second word of a command of two, or both words as its name. */
function groupCase({ word, group }: ReturnType<typeof commandGroups>[number]): string {
  const rows = group.map((spec) => ({ name: secondWord(spec), summary: spec.summary }))
  return `    ${word})
      commands=(
${described(rows)}
      )
      if (( CURRENT == 2 )); then _describe command commands; return; fi
      name="$name $words[2]"
      shift words
      (( CURRENT-- )) ;;`
}

function described(rows: readonly { readonly name: string; readonly summary: string }[]): string {
  return rows.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}`).join('\n')
}

function commandCase(spec: NamedSpec, specs: readonly NamedSpec[]): string {
  const rows = [...spec.flags, HELP_FLAG].flatMap(flagRows)
  const words = operandWords(spec, specs)
  if (words.length > 0) rows.push(quote(`1: :(${words.join(' ')})`))
  else if (spec.operands) rows.push(quote(`*:file:${action({ kind: spec.operands.completes })}`))
  if (spec.wrapsCommand) rows.push(quote('*::command:_normal'))
  return `    ${quote(spec.name)}) _arguments -S -s ${rows.join(' ')} ;;`
}

function flagRows(flag: Flag): string[] {
  const offer = valueOffer(flag)
  const again = flag.kind === 'list' ? '*' : ''
  const says = `[${flag.summary.replaceAll(/[[\]:]/g, '\\$&')}]`
  const value = offer === undefined ? '' : `:${flag.name}:${action(offer)}`
  const labels = [`--${flag.name}`, ...(flag.short === undefined ? [] : [`-${flag.short}`])]
  return labels.map((label) => quote(`${again}${label}${says}${value}`))
}

function action(offer: ValueOffer): string {
  switch (offer.kind) {
    case 'words':
      return `(${offer.words.join(' ')})`
    case 'file':
      return '_files'
    case 'directory':
      return '_files -/'
    case 'nothing':
      return ' '
  }
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
