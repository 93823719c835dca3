import { invisibleCharacter } from '../../text/invisible.ts'
import { LIMITS } from '../../limits.ts'
import type { AddressRoom } from './address-room.ts'
import { type MailAddress, readAddress } from './mail-address.ts'

/** What stands in a text, and why it may be read in another way; nothing of the text is in a doubt. */
export interface MailAddresses {
  readonly addresses: readonly MailAddress[]
  readonly doubts: readonly string[]
}

/**
 * The addresses of a header field (RFC 5322 section 3.4): parted by commas or semicolons, with display names, groups
 * and comments. Quoted and routed addresses, encoded words and line ends are doubts.
 */
export function readAddressList(text: string, room: AddressRoom): MailAddresses {
  if (!room.takeText(text)) return doubted('it is longer than a list of addresses is read')
  if (text === '') return NOBODY
  if (/\p{Cc}/u.test(text)) return doubted('it has a line end or another control character')
  if (invisibleCharacter().test(text)) return doubted('it has a character that shows as nothing')
  if (text.includes('=?')) return doubted('it has an encoded word')
  return new ListReader(text, room).read()
}

const NOBODY: MailAddresses = Object.freeze({ addresses: [], doubts: [] })

function doubted(problem: string): MailAddresses {
  return { addresses: [], doubts: [problem] }
}

const AFTERWARDS = 'something stands after an address in angle brackets'
/** What ends a run of plain characters. */
const MEANT = /["(<:,;]/g

/** In place of a comment, so that what it parts stays apart. */
const COMMENT = '\u0001'

/** One look at each character, with what stands between two commas. */
class ListReader {
  readonly #text: string
  readonly #room: AddressRoom
  readonly #addresses: MailAddress[] = []
  readonly #doubts = new Set<string>()
  #at = 0
  /** Of the present entry, what is neither quoted, commented nor between angle brackets. */
  #plain = ''
  #angle: string | undefined
  #isQuoted = false
  #isInGroup = false

  constructor(text: string, room: AddressRoom) {
    this.#text = text
    this.#room = room
  }

  read(): MailAddresses {
    while (this.#at < this.#text.length && !this.#room.isFull) this.#readPart()
    this.#endEntry()
    if (this.#isInGroup) this.#doubts.add('a group has no end')
    return { addresses: this.#addresses, doubts: [...this.#doubts] }
  }

  #readPart(): void {
    const char = this.#text.charAt(this.#at)
    this.#at += 1
    switch (char) {
      case '"':
        return this.#readQuoted()
      case '(':
        return this.#readComment()
      case '<':
        return this.#readAngle()
      case ':':
        return this.#beginGroup()
      case ',':
        return this.#endEntry()
      case ';':
        this.#endEntry()
        this.#isInGroup = false
        return undefined
      default:
        return this.#readPlain()
    }
  }

  #readPlain(): void {
    const start = this.#at - 1
    MEANT.lastIndex = this.#at
    this.#at = MEANT.exec(this.#text)?.index ?? this.#text.length
    this.#plain += this.#text.slice(start, this.#at)
  }

  #readQuoted(): void {
    this.#isQuoted = true
    if (this.#angle !== undefined) this.#doubts.add(AFTERWARDS)
    const start = this.#at
    for (; this.#text[this.#at] !== '"'; this.#at++) {
      if (this.#at >= this.#text.length) return void this.#doubts.add('a quotation has no end')
      if (this.#text[this.#at] === '\\') this.#at += 1
    }
    // What splits at commas without an eye for quotes would find an address there.
    if (this.#text.slice(start, this.#at).includes('@')) this.#doubts.add('a quoted name holds an address')
    this.#at += 1
  }

  #readComment(): void {
    const start = this.#at
    for (let depth = 1; depth > 0; this.#at++) {
      const char = this.#text[this.#at]
      if (char === undefined) return void this.#doubts.add('a comment has no end')
      if (char === '\\') this.#at += 1
      depth += char === '(' ? 1 : char === ')' ? -1 : 0
    }
    if (this.#text.slice(start, this.#at).includes('@')) this.#doubts.add('a comment holds an address')
    this.#plain += COMMENT
  }

  #readAngle(): void {
    const end = this.#text.indexOf('>', this.#at)
    if (end < 0 || this.#angle !== undefined)
      this.#doubts.add('angle brackets do not stand around one address')
    this.#angle = this.#text.slice(this.#at, end < 0 ? undefined : end)
    this.#at = end < 0 ? this.#text.length : end + 1
    this.#plain += '>'
  }

  #beginGroup(): void {
    const isNamed =
      /^[\p{L}\p{M}\p{N} '_-]*$/u.test(this.#plain) && (this.#isQuoted || this.#plain.trim() !== '')
    if (!isNamed || this.#isInGroup || this.#angle !== undefined)
      this.#doubts.add('a colon stands outside a group')
    this.#isInGroup = true
    this.#clear()
  }

  #endEntry(): void {
    const plain = this.#plain.trim()
    if (plain === '' && !this.#isQuoted) return
    const address = this.#angle ?? withoutComments(plain)
    const problem = this.#problemOf(plain)
    if (problem !== undefined) this.#doubts.add(problem)
    // A comment alone names nobody.
    else if (address !== '' || this.#angle !== undefined) this.#addAddress(address)
    this.#clear()
  }

  #addAddress(text: string): void {
    const read = readAddress(text)
    if (!read.ok) this.#doubts.add(read.problem)
    else if (this.#room.takeAddress()) this.#addresses.push(read.address)
    else this.#doubts.add(`it has more than ${LIMITS.addressesMax} addresses`)
  }

  /** What is wrong with what stands around an address. */
  #problemOf(plain: string): string | undefined {
    if (this.#angle === undefined)
      return this.#isQuoted ? 'a quoted text stands where an address should' : undefined
    if (/[@\\[\]]/.test(plain)) return 'a name that is not quoted holds an address'
    // Some take what stands before it for an address of its own.
    if (plain.includes(')')) return 'a comment ends that has not begun'
    const bare = withoutComments(plain)
    return bare.indexOf('>') === bare.length - 1 ? undefined : AFTERWARDS
  }

  #clear(): void {
    this.#plain = ''
    this.#angle = undefined
    this.#isQuoted = false
  }
}

/** Comments at either end are taken off when a blank parts them from the rest. */
function withoutComments(plain: string): string {
  if (!plain.includes(' ') && !plain.includes(COMMENT)) return plain
  return plain
    .split(' ')
    .filter((word) => word !== '' && word !== COMMENT)
    .join(' ')
}
