import { commandGroups, firstWords, secondWord } from '../command-line/command-groups.ts'
import type { NamedSpec, Flag } from '../command-line/command-spec.ts'
import { HELP_FLAG } from '../command-line/help.ts'
import { operandWords } from './operand-words.ts'
import { valueOffer, type ValueOffer } from './value-offer.ts'

/** The completion script for bash 3.2 and later (the one macOS ships). */
export function bashCompletion(specs: readonly NamedSpec[]): string {
  const names = firstWords(specs)
    .map(({ name }) => name)
    .join(' ')
  return `# bash completion for kvlar
_kvlar() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} at name=\${COMP_WORDS[1]}
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names} --help --version" -- "$word"))
    return
  fi
  # Behind -- stands a command of somebody else.
  for ((at = 2; at < COMP_CWORD; at++)); do
    if [ "\${COMP_WORDS[at]}" = -- ]; then
      COMPREPLY=($(compgen -A command -A file -- "$word"))
      return
    fi
  done
  case "$name" in
${commandGroups(specs).map(groupCase).join('\n')}
  esac
  case "$name $before" in
${specs.flatMap((spec) => spec.flags.flatMap((flag) => valueCase(spec, flag))).join('\n')}
  esac
  case "$name" in
${specs.map((spec) => commandCase(spec, specs)).join('\n')}
  esac
}
complete -F _kvlar kvlar
`
}

/** The second word of a command of two, or both words as its name. */
function groupCase({ word, group }: ReturnType<typeof commandGroups>[number]): string {
  const offer = wordsReply(group.map(secondWord))
  return `    ${word}) if [ "$COMP_CWORD" -eq 2 ]; then ${offer}; return; fi; name="$name \${COMP_WORDS[2]}" ;;`
}

function valueCase(spec: NamedSpec, flag: Flag): string[] {
  const offer = valueOffer(flag)
  if (offer === undefined) return []
  const labels = [`--${flag.name}`, ...(flag.short === undefined ? [] : [`-${flag.short}`])]
  const patterns = labels.map((label) => `"${spec.name} ${label}"`).join('|')
  return [`    ${patterns}) ${offerReply(offer)}; return ;;`]
}

function commandCase(spec: NamedSpec, specs: readonly NamedSpec[]): string {
  const flags = [...spec.flags, HELP_FLAG].map(({ name }) => `--${name}`)
  const operands = operandWords(spec, specs)
  const reply = wordsReply([...flags, ...operands])
  const files = spec.operands?.completes === 'file' ? `[[ $word == -* ]] || ${replyWith('-A file')}; ` : ''
  return `    "${spec.name}") ${reply}; ${files}return ;;`
}

function offerReply(offer: ValueOffer): string {
  switch (offer.kind) {
    case 'words':
      return wordsReply(offer.words)
    case 'file':
      return replyWith('-A file')
    case 'directory':
      return replyWith('-A directory')
    case 'nothing':
      return ':'
  }
}

const wordsReply = (words: readonly string[]): string => replyWith(`-W "${words.join(' ')}"`)

const replyWith = (what: string): string => `COMPREPLY+=($(compgen ${what} -- "$word"))`
