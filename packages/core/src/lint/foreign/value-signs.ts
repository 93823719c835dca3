import { invisibleCharacter } from '../../text/invisible.ts'
import { parseRegex } from '../../match/regex.ts'
import { regexExamples } from '../../match/regex-examples.ts'
import type { FieldKind } from '../field-kind.ts'

/** A way of writing values that means something elsewhere and is plain text here, or the other way round. */
export interface ValueSign {
  /** What it is: the rest of the sentence "`VALUE` …". */
  readonly says: string
  readonly help: string
  /** Values that whoever writes so means; the caller asks the engine whether they pass. */
  readonly meant: readonly string[]
}

/** A text that a rule compares an argument with. */
export interface ComparedText {
  readonly text: string
  readonly operator: string
  readonly isRegex: boolean
  readonly kind: FieldKind
  readonly isAllow: boolean
  /** As the file has it; absent where there is no file. */
  readonly spelling?: string
}

type ReadSign = (compared: ComparedText) => ValueSign | undefined

/** The first sign that a text has of another language. */
export function valueSign(compared: ComparedText): ValueSign | undefined {
  for (const read of SIGNS) {
    const sign = read(compared)
    if (sign !== undefined) return sign
  }
  return undefined
}

/** Folders that stand between slashes on any machine: `/etc/` is more likely one of them than `etc`. */
const FOLDERS =
  /^(?:bin|boot|dev|etc|home|lib|lib64|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var|Users|Library|System|data|app|workspace)$/

const delimiters: ReadSign = ({ text, isRegex, kind }) => {
  const [, inner = '', flags = ''] = /^\/(.+)\/([a-z]*)$/s.exec(text) ?? []
  if (inner === '' || !/^[dgimsuvyx]*$/.test(flags)) return undefined
  const isFolder = kind === 'path' || kind === 'url' || inner.includes('/') || FOLDERS.test(inner)
  const isSure = flags === '' ? /^\^|\$$/.test(inner) || !isFolder : !(isFolder && inner.includes('/'))
  if (!isSure) return undefined
  const bare = flags.includes('i') ? `(?i:${inner})` : inner
  const says = isRegex
    ? 'is written between slashes, and the slashes are part of the regular expression'
    : 'is a regular expression between slashes, and this operator compares text'
  const help = isRegex ? `write \`${bare}\`` : `write \`operator: matches\` and \`value: '${bare}'\``
  return { says, help, meant: examplesOf(inner) }
}

const typographic: ReadSign = ({ text }) => {
  const [, inner = ''] = /^[“”‘’„‚«»‹›](.+)[“”‘’„‚«»‹›]$/s.exec(text) ?? []
  if (inner === '') return undefined
  return {
    says: 'is in typographic quotes, which are part of the value',
    help: `write \`"${inner}"\``,
    meant: [inner],
  }
}

const quoted: ReadSign = ({ text, isRegex, operator }) => {
  const [, , inner = ''] = /^(["'`])([^"'`]+)\1$/s.exec(text) ?? []
  if (inner === '' || isRegex || operator === 'contains') return undefined
  return {
    says: 'has quotes inside its quotes, which are part of the value',
    help: `write \`"${inner}"\``,
    meant: [inner],
  }
}

const syntaxName: ReadSign = ({ text, isRegex }) => {
  const [, inner = ''] = /^(?:regexp?|glob):(.+)$/is.exec(text) ?? []
  if (inner === '') return undefined
  const says = 'names a syntax, which is part of the value'
  const help = isRegex ? `write \`${inner}\`` : `write \`operator: matches\` and \`value: '${inner}'\``
  return { says, help, meant: examplesOf(inner) }
}

const comma: ReadSign = ({ text, spelling, isRegex, operator }) => {
  const bare = text.replace(/[,;]$/, '')
  // Between quotes, or where parts of texts are compared, it is written on purpose.
  if (bare === text || bare === '' || spelling !== text || isRegex || operator === 'contains')
    return undefined
  return { says: 'ends in a separator, which is part of the value', help: `write \`${bare}\``, meant: [bare] }
}

const lineEnd: ReadSign = ({ text, spelling }) => {
  const bare = text.replace(/[\r\n]+$/, '')
  // Between double quotes a line feed is written on purpose.
  if (bare === text || bare === '' || spelling?.startsWith('"') === true) return undefined
  const help = 'write it on the line of its key, or `>-` or `|-` before the block'
  return { says: 'ends in a line feed, which the block of text keeps', help, meant: [bare] }
}

const blank: ReadSign = ({ text, operator, isRegex }) => {
  const bare = text.trim()
  const isOdd =
    /^(?:equals|one_of|not_equals|not_in)$/.test(operator) ||
    (operator === 'starts_with' && /^\s/.test(text)) ||
    (operator === 'ends_with' && /\s$/.test(text))
  if (bare === text || bare === '' || isRegex || !isOdd) return undefined
  return {
    says: 'begins or ends with a blank, which is part of the value',
    help: `write \`${bare}\``,
    meant: [bare],
  }
}

const invisible: ReadSign = ({ text }) => {
  const found = Array.from(text).find(
    (character) => invisibleCharacter().test(character) && !/[\t\n\r]/.test(character),
  )
  if (found === undefined) return undefined
  const plain = text.replaceAll(found, /\p{Zs}/u.test(found) ? ' ' : '')
  return {
    says: 'holds a character that cannot be seen',
    help: 'type it anew',
    meant: [plain, text.replaceAll(found, '')],
  }
}

const variable: ReadSign = ({ text, kind, isRegex }) => {
  const read = isRegex ? text.replaceAll(/\[[^\]]*\]/g, '') : text
  const found = /\$\{[A-Za-z_]\w*\}|\{\{[^{}]*\}\}|%[A-Z]{3,}%|\$[A-Z_][A-Z0-9_]+/.exec(read)?.[0]
  if (found === undefined || (kind === 'command' && !isRegex) || kind === 'sql') return undefined
  const says = isRegex
    ? `holds \`${found}\`: \`$\` is the end of the text, and nothing can follow it`
    : `holds \`${found}\`, which nobody fills in`
  return {
    says,
    help: 'write the value itself',
    meant: [text.replace(found, '/home/me'), text.replace(found, 'x')],
  }
}

const home: ReadSign = ({ text, kind, isRegex }) => {
  if (isRegex || kind === 'command' || !/^~(?:[\w-]*\/|$)/.test(text)) return undefined
  return {
    says: 'begins with `~`, which nobody makes a folder of',
    help: 'write the folder itself, as in `path_within: /home/me`',
    meant: [text.replace(/^~[\w-]*/, '/home/me')],
  }
}

const percent: ReadSign = ({ text, kind, isRegex }) => {
  if (isRegex || kind !== 'path' || !/%[0-9A-Fa-f]{2}/.test(text)) return undefined
  const plain = text.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, code) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
  return {
    says: 'is percent-encoded, and a path is compared as it stands',
    help: `write \`${plain}\``,
    meant: [plain],
  }
}

const scheme: ReadSign = ({ text, kind, isRegex }) => {
  const [, host = ''] = /^[a-z]+:\/\/([^/:]+)/i.exec(text) ?? []
  if (host === '' || kind !== 'host' || isRegex) return undefined
  return { says: 'is a URL, and the argument is a host', help: `write \`${host}\``, meant: [host] }
}

const expression: ReadSign = ({ text, isRegex, operator }) => {
  if (isRegex) return undefined
  const isOfPattern = operator === 'ends_with' || /[\\.*+[(^|]/.test(text)
  const isAnchored = text.startsWith('^') || (/.\$$/.test(text) && isOfPattern)
  if (!isAnchored && !/\.[*+]|\\[.dswb/]|\(\?[a-zA-Z]*[:)]|\[\^?\w-\w\]/.test(text)) return undefined
  // In a Windows path a backslash is one.
  if (/^(?:[A-Za-z]:|\\)\\/.test(text)) return undefined
  const says = `reads like a regular expression, and \`${operator}\` compares text`
  return { says, help: `write \`operator: matches\` and \`value: '${text}'\``, meant: examplesOf(text) }
}

const glob: ReadSign = ({ text, isRegex, operator, isAllow }) => {
  const isInName = /[^\s*]\*|\*[^\s*]/.test(text)
  const isLoose = operator === 'starts_with' && text.endsWith('*')
  if (isRegex || (!isInName && !isLoose && !(text === '*' && isAllow))) return undefined
  if (/^(?:contains|not_equals|not_in)$/.test(operator) && !/^\*.+|.+\*$/.test(text)) return undefined
  if (/\/\*|\*\/|\(\*\)/.test(text) && !/\/\*+(?:$|\/)/.test(text)) return undefined
  return {
    says: `has \`*\`, which stands for itself in \`${operator}\``,
    help: 'write `operator: starts_with`, `ends_with` or `matches` with what is fixed, or `exists` for any value',
    meant: [text.replaceAll(/:?\*+/g, 'x'), text.replaceAll(/:?\*+/g, '')].filter((each) => each !== ''),
  }
}

const like: ReadSign = ({ text, isRegex, operator }) => {
  if (isRegex || !/^%.*\w|\w.*%$/.test(text) || /\d%$/.test(text)) return undefined
  return {
    says: `has \`%\`, which stands for itself in \`${operator}\``,
    help: 'write `contains`, `starts_with` or `ends_with` with what is fixed',
    meant: [text.replaceAll('%', 'x')],
  }
}

const lateFlag: ReadSign = ({ text, isRegex }) => {
  const at = text.indexOf('(?i)')
  if (!isRegex || at <= 0 || /^(?:\(+|\^)$/.test(text.slice(0, at))) return undefined
  const help = 'put `(?i)` first, or `(?i:…)` around what it is for'
  const meant = examplesOf(text).flatMap((example) => [example.toUpperCase(), example.toLowerCase()])
  return { says: 'has `(?i)` behind its start, and what stands before it minds case', help, meant }
}

const SIGNS: readonly ReadSign[] = [
  typographic,
  quoted,
  syntaxName,
  lineEnd,
  comma,
  blank,
  invisible,
  delimiters,
  scheme,
  variable,
  home,
  percent,
  expression,
  glob,
  like,
  lateFlag,
]

function examplesOf(source: string): readonly string[] {
  return parseRegex(source).ok ? [...regexExamples(source), ...regexExamples(source, 'x')] : []
}
