/** One program that a command line runs, and how it comes to run. */
export interface ShellCommand {
  /** What stands before it: nothing for the first one. */
  readonly connector: '' | '|' | '||' | '&&' | ';' | '&'
  readonly argv: readonly ShellWord[]
  readonly redirects: readonly { readonly operator: string; readonly target: string }[]
}

export interface ShellWord {
  readonly text: string
  /** Whether a variable or another command decides what it is. */
  readonly isOpen: boolean
}

export interface ShellReading {
  readonly commands: readonly ShellCommand[]
  readonly hasSubstitution: boolean
  /** Why the reading cannot be trusted, if so. */
  readonly doubt?: string
}

const OPERATORS = ['&&', '||', '|&', ';;', '|', ';', '&', '\n', '(', ')'] as const
const REDIRECT = /(?:\d+|&)?(?:<<<|<<-?|>>|>\||<>|>&|<&|>|<)/y
/** Places that swallow what is written to them, or lead to another stream. */
const HARMLESS_TARGET = /^(?:\/dev\/null|&?\d+|-)$/

/** Splits a command line as a POSIX shell would, in one pass, as far as that can be known without running it. */
export function shellWords(text: string): ShellReading {
  const commands: {
    connector: ShellCommand['connector']
    argv: ShellWord[]
    redirects: { operator: string; target: string }[]
  }[] = []
  let current = {
    connector: '' as ShellCommand['connector'],
    argv: [] as ShellWord[],
    redirects: [] as { operator: string; target: string }[],
  }
  let word: { text: string; isOpen: boolean } | undefined
  let redirect: string | undefined
  let hasSubstitution = false
  let doubt: string | undefined
  let at = 0
  const part = (piece: string, isOpen = false): void => {
    word = { text: (word?.text ?? '') + piece, isOpen: (word?.isOpen ?? false) || isOpen }
  }
  const endWord = (): void => {
    if (word === undefined) return
    if (redirect === undefined) current.argv.push(word)
    else if (!HARMLESS_TARGET.test(word.text))
      current.redirects.push({ operator: redirect, target: word.text })
    word = undefined
    redirect = undefined
  }
  const endCommand = (connector: ShellCommand['connector']): void => {
    endWord()
    if (current.argv.length > 0 || current.redirects.length > 0) commands.push(current)
    else if (commands.length > 0 && connector === ';') return
    current = { connector: commands.length === 0 ? '' : connector, argv: [], redirects: [] }
  }
  while (at < text.length) {
    const character = text.charAt(at)
    const operator = OPERATORS.find((one) => text.startsWith(one, at))
    REDIRECT.lastIndex = at
    if (character === '\\') {
      if (text.charAt(at + 1) !== '\n') part(text.charAt(at + 1))
      at += 2
    } else if (character === "'") {
      const end = text.indexOf("'", at + 1)
      if (end < 0) doubt ??= 'a quote is not closed'
      part(text.slice(at + 1, end < 0 ? undefined : end))
      at = end < 0 ? text.length : end + 1
    } else if (character === '"') {
      const end = closingQuote(text, at + 1)
      if (end < 0) doubt ??= 'a quote is not closed'
      const inner = text.slice(at + 1, end < 0 ? undefined : end)
      if (/\$\(|`/.test(inner)) hasSubstitution = true
      part(inner.replace(/\\(["\\$`])/g, '$1'), /[$`]/.test(inner))
      at = end < 0 ? text.length : end + 1
    } else if (
      character === '`' ||
      text.startsWith('$(', at) ||
      text.startsWith('<(', at) ||
      text.startsWith('>(', at)
    ) {
      hasSubstitution = true
      const end = character === '`' ? text.indexOf('`', at + 1) : closingParenthesis(text, at + 1)
      if (end < 0) doubt ??= 'a substitution is not closed'
      part(text.slice(at, end < 0 ? undefined : end + 1), true)
      at = end < 0 ? text.length : end + 1
    } else if (character === '$') {
      part(character, true)
      at += 1
    } else if (character === '#' && word === undefined) {
      const end = text.indexOf('\n', at)
      at = end < 0 ? text.length : end
    } else if (REDIRECT.test(text) && (word === undefined || !/^\d/.test(character))) {
      const found = text.slice(at, REDIRECT.lastIndex)
      endWord()
      if (found.includes('<<') && !found.includes('<<<')) doubt ??= 'a here-document follows'
      redirect = found
      at += found.length
    } else if (operator !== undefined) {
      const connector = operator === '|&' ? '|' : operator
      endCommand(
        connector === '|' || connector === '||' || connector === '&&' || connector === '&' ? connector : ';',
      )
      at += operator.length
    } else if (/\s/.test(character)) {
      endWord()
      at += 1
    } else {
      part(character)
      at += 1
    }
  }
  endCommand(';')
  return { commands, hasSubstitution, ...(doubt !== undefined && { doubt }) }
}

function closingQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text.charAt(at) === '\\') at += 1
    else if (text.charAt(at) === '"') return at
  }
  return -1
}

function closingParenthesis(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at += 1) {
    if (text.charAt(at) === '(') depth += 1
    else if (text.charAt(at) === ')' && (depth -= 1) === 0) return at
  }
  return -1
}
