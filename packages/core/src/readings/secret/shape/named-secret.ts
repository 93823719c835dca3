import type { Anchor, Found, SecretText } from '../secret-text.ts'
import { isNamedSecret } from './named-value.ts'
import { readPaired } from './paired-secret.ts'
import { namedAs } from './secret-name.ts'
import { readTable } from './secret-table.ts'

/** A name is no longer than this on either side of the word that it is known by. */
const NAME_CHARS_MAX = 48

/** Between a name and its value: `=`, `: `, ` -> `, `":"`, `" => "`, ` is `, `">`, `" value="`, and a quote. */
const SEPARATOR =
  /(?<close>["'`]?\]?)[ \t]{0,16}(?:(?<sign>:=|=>|===?|[=:]|(?<=[ \t])(?:->|→)(?=[ \t]))[ \t]{0,16}|(?<tag>>)|(?<attribute>[ \t]{1,4}value[ \t]{0,4}=[ \t]{0,4})|(?<blank>[ \t]{1,16}(?:is[ \t]{1,4})?))(?<open>["'`]?)/y

const UNQUOTED = /[^\s"'`,;<>(){}[\]]{3,512}/y
const IN_TAG = /[^\s<>"']{3,512}(?=<\/)/y
const QUOTED: Readonly<Record<string, RegExp>> = {
  '"': /[^\s"]{3,512}(?=")/y,
  "'": /[^\s']{3,512}(?=')/y,
  '`': /[^\s`]{3,512}(?=`)/y,
}

/** What follows a value in a form or in the query of a URL. */
const NEXT_FIELD = /&[\w.[\]-]{1,64}=.*$/

/** `machine … login …` before the password of a `.netrc`. */
const NETRC = /\blogin\s{1,8}\S{1,80}\s{1,8}(?:account\s{1,8}\S{1,80}\s{1,8})?$/
const NEAR_CHARS = 200

/** Words that names of secrets hold. */
export const NAMED_ANCHORS: readonly Anchor[] = [
  'pass',
  'pwd',
  'secret',
  'token',
  'key',
  'auth',
  'credential',
].map((text) => ({ text, ignoresCase: true, read: readNamed }))

function readNamed(source: SecretText, at: number, found: Found): void {
  const { text } = source
  const start = nameStart(text, at)
  const end = nameEnd(text, at)
  const name = text.slice(start, end).replace(/^[-_.]+/, '')
  const kind = namedAs(name)
  if (kind === undefined) return
  if (source.work.addName()) return found('named_secret', start, end)
  const separator = source.match(SEPARATOR, end)?.groups
  if (separator === undefined || separator['blank'] !== undefined) readTable(source, end, found)
  if (separator === undefined) {
    readPaired(source, { start, end, as: kind }, found)
    return
  }
  const valueStart = SEPARATOR.lastIndex
  const { open = '', tag, sign, blank, attribute } = separator
  const isOption = text.startsWith('--', start)
  const isNetrc = blank !== undefined && NETRC.test(text.slice(Math.max(0, start - NEAR_CHARS), start))
  if (blank !== undefined && open !== "'" && !isOption && !isNetrc && !blank.includes('is')) return
  if (tag !== undefined && text[start - 1] !== '<') return
  const expression = tag !== undefined ? IN_TAG : (QUOTED[open] ?? UNQUOTED)
  const isQuoted = open !== '' || tag !== undefined || attribute !== undefined
  const whole = source.match(expression, valueStart)?.[0]
  const value = isQuoted ? whole : whole?.replace(NEXT_FIELD, '')
  if (value === undefined) return
  const written = {
    isText: isQuoted,
    isSetting:
      isNetrc ||
      isOption ||
      (sign === '=' && /^[A-Z0-9_]+$/.test(name) && !isQuoted) ||
      isForm(text, start, valueStart + value.length),
  }
  if (!isQuoted && isCode(text, value, valueStart + value.length)) return
  if (isNamedSecret(kind, value, written)) found('named_secret', valueStart, valueStart + value.length)
}

const NAME_CHAR = /[A-Za-z0-9_.-]/

function nameStart(text: string, at: number): number {
  let start = at
  while (at - start < NAME_CHARS_MAX && start > 0 && NAME_CHAR.test(text.charAt(start - 1))) start -= 1
  return start
}

function nameEnd(text: string, at: number): number {
  let end = at
  while (end - at < NAME_CHARS_MAX && /[A-Za-z0-9_-]/.test(text.charAt(end))) end += 1
  return end
}

/** Whether the value is a field of a form or of the query of a URL. */
function isForm(text: string, start: number, end: number): boolean {
  return /[?&]/.test(text.charAt(start - 1)) || text[end] === '&'
}

/** Whether what is not in quotes is a call, a member or a variable of code. */
function isCode(text: string, value: string, end: number): boolean {
  if (/[([]/.test(text.charAt(end))) return true
  return (
    /[,;)}\]]/.test(text.charAt(end)) &&
    /^[A-Za-z_$][\w$.]*$/.test(value) &&
    value.replace(/[^0-9]/g, '').length < 2
  )
}
