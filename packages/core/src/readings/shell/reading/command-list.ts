import type { DoubtList } from './doubt-list.ts'
import type { ShellCommand, ShellConnector, ShellRedirect, ShellWord } from './shell-reading.ts'
import { GRAMMAR } from './wrappers.ts'

/** What the grammar of a compound command puts before a command of it. */
const LEADING: ReadonlySet<string> = new Set('! { } if then elif else fi while until do done'.split(' '))

interface OpenWord {
  text: string
  isLiteral: boolean
  /** Whether nothing of it was quoted or escaped. */
  isBare: boolean
  readonly start: number
}

/** Puts pieces together to words and words to commands (POSIX.1-2024, Shell Command Language, sections 2.3 and 2.10). */
export class CommandList {
  readonly commands: ShellCommand[] = []
  readonly #doubts: DoubtList
  #words: ShellWord[] = []
  #redirects: ShellRedirect[] = []
  #word: OpenWord | undefined
  #redirect: { readonly operator: string; readonly start: number } | undefined
  #connector: ShellConnector = ''
  /** Whether something of the current command was seen, even if it was only grammar. */
  #isBegun = false

  constructor(doubts: DoubtList) {
    this.#doubts = doubts
  }

  get isInWord(): boolean {
    return this.#word !== undefined
  }

  /** Adds a piece to the word that stands open, or opens one. */
  piece(
    text: string,
    at: number,
    how: { readonly isBare?: boolean; readonly isLiteral?: boolean } = {},
  ): void {
    const { isBare = false, isLiteral = true } = how
    if (this.#word === undefined) {
      this.#word = { text, isLiteral, isBare, start: at }
      return
    }
    this.#word.text += text
    this.#word.isBare &&= isBare
    this.#word.isLiteral &&= isLiteral
  }

  endWord(end: number): void {
    const word = this.#word
    if (word === undefined) return
    this.#word = undefined
    this.#isBegun = true
    const { text, isLiteral, isBare, start } = word
    const read: ShellWord = { text, isLiteral, start, end }
    if (this.#redirect !== undefined) this.#endRedirect(read, isBare)
    else if (this.#words.length > 0 || !isBare || !GRAMMAR.has(text)) this.#words.push(read)
    else {
      this.#doubts.add('compound', start, end)
      // Kept out of the words, so that people see the program behind it.
      if (!LEADING.has(text)) this.#words.push(read)
    }
  }

  /** A redirect begins; a word of one digit that touches it is its descriptor. */
  beginRedirect(operator: string, at: number, end: number): void {
    const word = this.#word
    let written = operator
    let start = at
    if (word?.isBare === true && /^[0-9]$/.test(word.text)) {
      written = word.text + operator
      start = word.start
      this.#word = undefined
    } else if (word !== undefined && /^[0-9]+$|\}$/.test(word.text)) {
      // Some shells read `10>` and `{fd}>` as descriptors as well.
      this.#doubts.add('redirect', word.start, end)
    }
    this.endWord(at)
    this.#endOpenRedirect(at)
    this.#isBegun = true
    this.#redirect = { operator: written, start }
  }

  #endRedirect(target: ShellWord, isBare: boolean): void {
    const redirect = this.#redirect
    this.#redirect = undefined
    if (redirect === undefined) return
    const isHarmless = isBare && opensNothing(redirect.operator, target.text)
    if (!isHarmless) this.#doubts.add('redirect', redirect.start, target.end)
    this.#redirects.push({ operator: redirect.operator, target, isHarmless })
  }

  #endOpenRedirect(at: number): void {
    if (this.#redirect === undefined) return
    this.#doubts.add('empty', this.#redirect.start, at)
    this.#redirect = undefined
  }

  /** A separator ends the command; `end` is where it ends itself. */
  separate(connector: ShellConnector, at: number, end: number): void {
    this.#endCommand(at)
    if (!this.#isBegun) this.#doubts.add('empty', at, end)
    this.#next(connector)
  }

  /** A line feed ends a command, and is no more than a blank where none has begun. */
  endLine(at: number): void {
    this.#endCommand(at)
    if (this.#isBegun) this.#next(';')
  }

  endText(at: number): void {
    this.#endCommand(at)
    const isOpen = this.#connector !== '' && this.#connector !== ';'
    if (!this.#isBegun && (isOpen || this.commands.length === 0)) this.#doubts.add('empty', 0, at)
  }

  #endCommand(at: number): void {
    this.endWord(at)
    this.#endOpenRedirect(at)
    if (this.#words.length === 0 && this.#redirects.length === 0) return
    if (this.#words.length === 0) this.#doubts.add('empty', at, at)
    this.commands.push({ connector: this.#connector, words: this.#words, redirects: this.#redirects })
    this.#words = []
    this.#redirects = []
  }

  #next(connector: ShellConnector): void {
    this.#connector = this.commands.length === 0 ? '' : connector
    this.#isBegun = false
  }
}

/** `>/dev/null`, `2>&1` and their like, as every shell reads them. */
function opensNothing(operator: string, target: string): boolean {
  if (/^[12]?>>?$/.test(operator)) return target === '/dev/null'
  if (/^0?<$/.test(operator)) return target === '/dev/null'
  return /^[12]?>&$/.test(operator) && (target === '1' || target === '2')
}
