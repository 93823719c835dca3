import { parseRegex } from '../../match/regex.ts'
import { regexExamples } from '../../match/regex-examples.ts'
import { isVerb } from '../name-words.ts'

/** A way of writing names that means something elsewhere and is plain text here. */
export interface PatternSign {
  /** What it is, if the pattern has it: the rest of the sentence "`PATTERN` …". */
  readonly says: string
  /** What to write. */
  readonly help: string
  /** Names that whoever writes so means to cover; the caller asks the engine whether it does. */
  readonly meant: readonly string[]
}

type ReadSign = (text: string) => PatternSign | undefined

/** The first sign that a pattern has of another language; `isUri` keeps to those that no URI has. */
export function patternSign(text: string, isUri: boolean): PatternSign | undefined {
  for (const read of isUri ? SIGNS_IN_URIS : SIGNS) {
    const sign = read(text)
    if (sign !== undefined) return sign
  }
  return undefined
}

const permission: ReadSign = (text) => {
  const [, tool = ''] = /^([\w.-]+)\(.*\)$/s.exec(text) ?? []
  if (tool === '') return undefined
  const help = `write the name alone, \`${tool}\`, and test the arguments under \`conditions\``
  return {
    says: 'is a permission of another program: a pattern here is a name and nothing else',
    help,
    meant: [tool],
  }
}

const CLIENTS_NAME = 'is how a client names the tool; the server, and so this rule, calls it by its own name'

const EVERY_TOOL: PatternSign = {
  says: CLIENTS_NAME,
  help: 'write `*` for the tools of every server',
  meant: ['x'],
}

const clientPrefix: ReadSign = (text) => {
  const [, server = '', tool = ''] =
    /^mcp__(.+?)__(.+)$/s.exec(text) ?? /^mcp_+([^_*]+)(?:_(.+))?$/s.exec(text) ?? []
  if (server === '') return /^mcp__\*+$/.test(text) ? EVERY_TOOL : undefined
  const name = tool === '' ? '*' : tool
  const help = `write \`resources: ["${name}"]\` and \`servers: ["${server}"]\``
  return { says: CLIENTS_NAME, help, meant: [filled(name)] }
}

const list: ReadSign = (text) => {
  const parts = text.replace(/\{.*\}/s, '').split(/[,;\s]+/)
  const names = text.split(/[,;\s]+/).filter((part) => part !== '')
  if (parts.length < 2 || names.length === 0) return undefined
  const help = `write one item for each: \`[${names.map((name) => `"${name}"`).join(', ')}]\``
  return { says: 'is one name with a separator in it, not a list', help, meant: names.map(filled) }
}

const blank: ReadSign = (text) => {
  const bare = text.trim()
  if (bare === text) return undefined
  const says = 'begins or ends with a blank, which no name does'
  return { says, help: `write \`${bare}\``, meant: [filled(bare)] }
}

const quotes: ReadSign = (text) => {
  const bare = text.replaceAll(/["'`“”‘’„‚«»‹›]/g, '')
  if (bare === text || bare === '') return undefined
  return {
    says: 'has quotes inside, which are part of the name here',
    help: `write \`${bare}\``,
    meant: [filled(bare)],
  }
}

const syntaxName: ReadSign = (text) => {
  const [, bare = ''] = /^(?:regexp?|re|glob|exact|prefix):(.+)$/is.exec(text) ?? []
  if (bare === '') return undefined
  const says = 'names a syntax, which is part of the name here: every pattern is a glob'
  return { says, help: `write a glob, such as \`${bare}\``, meant: [filled(bare), ...examplesOf(bare)] }
}

const delimiters: ReadSign = (text) => {
  const [, inner = ''] = /^\/(.+)\/[a-z]*$/s.exec(text) ?? []
  if (inner === '') return undefined
  const says = 'is a regular expression between slashes: patterns are globs, and slashes are part of the name'
  return {
    says,
    help: `write a glob, such as \`*${inner.replaceAll(/\W+/g, '*')}*\``,
    meant: examplesOf(inner),
  }
}

const placeholder: ReadSign = (text) => {
  const found = /\$\{[^}]*\}|\{\{.*?\}\}|\$[A-Z_][A-Z0-9_]+|^<[^<>]+>$/.exec(text)?.[0]
  if (found === undefined) return undefined
  const says = `holds \`${found}\`, which is filled in by nobody`
  return { says, help: 'write the name itself, or `*` for any', meant: [text.replace(found, 'x')] }
}

/** Choices of a shell, such as `+(read|write)`. */
const shellChoice: ReadSign = (text) => {
  const [found, inner = ''] = /[@+?*]\(([^()]+)\)/.exec(text) ?? []
  if (found === undefined) return undefined
  const each = inner.split('|').map((part) => text.replace(found, part))
  const says = `has \`${found}\` of a shell, which is part of the name here`
  return { says, help: `write ${each.map((name) => `\`${name}\``).join(', ')}`, meant: each.map(filled) }
}

/** Names of one pattern that are written out. */
const CHOICES_MAX = 16

const BRACES = /\{([^{}]*)\}/

const braces: ReadSign = (text) => {
  if (!BRACES.test(text)) return undefined
  let each: readonly string[] = [text]
  while (each.some((name) => BRACES.test(name))) each = each.flatMap(chosen).slice(0, CHOICES_MAX)
  const says = text.includes(',')
    ? 'has braces for a choice, which are part of the name here'
    : 'has braces for a placeholder, which are part of the name here'
  return { says, help: `write ${each.map((name) => `\`${name}\``).join(', ')}`, meant: each.map(filled) }
}

/** The innermost first braces written out; what is no choice is a run of any characters. */
function chosen(text: string): readonly string[] {
  const [all = '', inner = ''] = BRACES.exec(text) ?? []
  if (all === '') return [text]
  const parts = inner.includes(',') ? inner.split(',') : ['*']
  return parts.map((part) => text.replace(all, part.trim()))
}

/** Letters of other alphabets that look like Latin ones, and what they are taken for. */
const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  Array.from('аaеeоoрpсcуyхxіiјjѕsԁdһhӏlΑAΒBΕEοoαaνvɡgıi'.matchAll(/(.)(.)/gsu), ([, from = '', to = '']) => [
    from,
    to,
  ]),
)

const lookalike: ReadSign = (text) => {
  const plain = Array.from(text.normalize('NFKC'), (letter) => LOOKALIKES.get(letter) ?? letter).join('')
  if (plain === text || !/^[\0-\x7f]+$/.test(plain)) return undefined
  const says = 'holds letters that only look like those of an ordinary name'
  return { says, help: `type \`${plain}\` anew`, meant: [filled(plain)] }
}

const negation: ReadSign = (text) => {
  if (!/^[!~-]/.test(text)) return undefined
  const bare = text.slice(1)
  const help = `a rule covers what it names: put a rule for \`${bare}\` before this one, and let this one name the others`
  return {
    says: `begins with \`${text.charAt(0)}\`, which takes nothing out: it is part of the name`,
    help,
    meant: ['other_tool', filled(bare)],
  }
}

const regex: ReadSign = (text) => {
  const found = /^\^|\$$|\\.|[.\])][+]|\)[*?]|\[\^|\||\(/s.exec(text)?.[0] ?? dotStar(text)
  if (found === undefined) return undefined
  const says = `has \`${found}\` of a regular expression, which means something else in a pattern`
  const bare = text
    .replaceAll(/^\^|\$$|\\(?=\W)/g, '')
    .replaceAll(/\.[*+]/g, '*')
    .replaceAll('[^', '[!')
  const meant = examplesOf(text)
  const isGlob = !/[\\+()|]/.test(bare)
  const help = `patterns are globs, of the whole name: ${isGlob ? `write \`${bare}\`` : `write one for each, such as \`${meant[0] ?? 'read_*'}\``}`
  return { says, help, meant }
}

/** `.*` after a word may be a dot of the name, as in `files.*`; after a verb or a mark it is not. */
function dotStar(text: string): string | undefined {
  const [found, before = ''] = /(^|[A-Za-z0-9]+|[^A-Za-z0-9])\.\*/.exec(text) ?? []
  if (found === undefined) return undefined
  return /^[A-Za-z0-9]+$/.test(before) && !isVerb(before) ? undefined : '.*'
}

const like: ReadSign = (text) => {
  if (!text.includes('%')) return undefined
  const bare = text.replaceAll('%', '*')
  return { says: 'has `%`, which is no wildcard here', help: `write \`${bare}\``, meant: [filled(bare)] }
}

const folders: ReadSign = (text) => {
  if (!text.includes('**/')) return undefined
  const bare = text.replace('**/', '')
  const help = `\`*\` goes across slashes; write \`${bare}\` as well`
  return {
    says: 'wants a slash where `**/` stands, and so no folder at all is not covered',
    help,
    meant: [filled(bare)],
  }
}

const openBracket: ReadSign = (text) => {
  if (!/\[[^\]]*$/.test(text)) return undefined
  const says = 'has a `[` without `]`, so that no character of it is a wildcard'
  return { says, help: 'close the bracket, or remove it', meant: [filled(text.replaceAll('[', ''))] }
}

const SIGNS: readonly ReadSign[] = [
  permission,
  clientPrefix,
  lookalike,
  syntaxName,
  blank,
  quotes,
  delimiters,
  placeholder,
  list,
  braces,
  negation,
  shellChoice,
  regex,
  like,
  folders,
  openBracket,
]

const SIGNS_IN_URIS: readonly ReadSign[] = [blank, placeholder, braces, folders, openBracket]

/** A name that a glob covers. */
function filled(glob: string): string {
  return glob.replaceAll(/[*?]+/g, 'x')
}

function examplesOf(source: string): readonly string[] {
  return parseRegex(source).ok ? [...regexExamples(source, 'x'), ...regexExamples(source)] : []
}
