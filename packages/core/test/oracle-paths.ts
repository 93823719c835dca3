/*
 * Paths for the naive second evaluator: the platform's own normalisation and regular expressions made of globs, sharing
 * no code with the readings.
 */
import { posix, win32 } from 'node:path'

const T = 1
const F = 0
const E = 0.5

/** Whether a path is below a root, by the platform's own `normalize`. */
export function oracleWithin(value: string, root: string): number {
  const isPosix = root.startsWith('/')
  const clean = (text: string) =>
    text
      .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
      .normalize('NFC')
      .toUpperCase()
      .toLowerCase()
  if (/\p{Cc}|^~|^file:/iu.test(value) || !value.isWellFormed() || decodesToTrouble(value)) return E
  if (
    value
      .split(/[/\\]/)
      .some((part) => part !== '.' && part !== '..' && /^\.\.?$|[/\\]/.test(clean(part).normalize('NFKC')))
  )
    return E
  if (isPosix) {
    if (value.includes('\\') || !posix.isAbsolute(value) || /^\/\/[^/]/.test(value) || value === '//')
      return E
    return under(posix.normalize(value), posix.normalize(root), '/', (s) => s, clean)
  }
  const parsed = win32.parse(value)
  const isShare = /^[\\/]{2}[^\\/?.]/.test(value)
  if (!/^[a-z]:[\\/]$/i.test(parsed.root) && !isShare) return E
  const parts = value.split(/[\\/]/).slice(isShare ? 2 : 1)
  if (isShare && (parts.length < 2 || parts[0] === '' || parts[1] === '')) return E
  const bad = /[:<>"|?*]|[. ]$|~\d|^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])\s*(\.|$)/iu
  if (parts.some((part) => part !== '' && part !== '.' && part !== '..' && bad.test(part))) return E
  const rootIsShare = /^[\\/]{2}/.test(root)
  if (isShare || rootIsShare) {
    const server = (text: string) => clean(text.split(/[\\/]/)[2]!)
    const share = (text: string) => clean(text.split(/[\\/]/)[3]!)
    if (isShare !== rootIsShare || server(value) !== server(root)) return E
    if (share(value) !== share(root)) return F
  }
  const ascii = (text: string) => text.replace(/[A-Z]/g, (c) => c.toLowerCase())
  const strip = (text: string) => (isShare ? `\\\\s\\s\\${text.split(/[\\/]/).slice(4).join('\\')}` : text)
  return under(win32.normalize(strip(value)), win32.normalize(strip(root)), '\\', ascii, clean)
}

function under(
  value: string,
  root: string,
  separator: string,
  exact: (t: string) => string,
  loose: (t: string) => string,
): number {
  const within = (fold: (t: string) => string) => {
    const top = fold(root).endsWith(separator) ? fold(root) : fold(root) + separator
    return `${fold(value)}${separator}`.startsWith(top)
  }
  return within(exact) ? T : within(loose) ? E : F
}

/** Decodes until nothing changes; a dot, separator or control that was not there before is trouble. */
function decodesToTrouble(text: string): boolean {
  return (
    [...text.matchAll(/%(?:25)*([0-9a-f]{2})/gi)].some(({ index, 1: hex }) => {
      const byte = Number.parseInt(hex!, 16)
      if (byte < 0x20 || byte === 0x7f || byte === 0x2e || byte === 0x2f || byte === 0x5c) return true
      return (
        byte === 0xc0 ||
        byte === 0xc1 ||
        (byte === 0xc2 && /^%(?:25)*c2%(?:25)*[89]/i.test(text.slice(index)))
      )
    }) || /%(?:25)*u00/i.test(text)
  )
}

const plainFold = (text: string) =>
  text
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .normalize('NFD')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFC')

/** A glob of the shapes that the tests write, over the segments of a path, each with a slash before it. */
function globRegex(glob: string, flags: string): RegExp {
  const body = glob
    .replace(/^(?:[A-Z]:)?\/?/, '')
    .split('/')
    .map((name) =>
      name === '**'
        ? '(?:/[^/]+)*'
        : `/${name.replace(/[.+]/g, '\\$&').replaceAll('*', '[^/]*').replaceAll('?', '[^/]')}`,
    )
    .join('')
  return new RegExp(`^${body}$`, flags)
}

/** Without a root of any style. */
export function oracleIsRelative(value: string): boolean {
  return !/^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(value)
}

/** One of the globs covers the path, and none that is written with `!`. */
export function oracleMatches(value: string, globs: readonly string[]): number {
  const windows = /^[A-Za-z]:[\\/]|^\\\\/.test(value)
  const absolute = windows || value.startsWith('/')
  if (/\p{Cc}|^~|^file:/iu.test(value) || !value.isWellFormed() || decodesToTrouble(value)) return E
  const share = windows && value.startsWith('\\\\')
  const volume = share ? /^\\\\[^\\/]*[\\/][^\\/]*/.exec(value)?.[0] : value.slice(0, 3).replace('/', '\\')
  if (absolute && oracleWithin(value, windows ? (volume ?? '\\\\') : '/') === E) return E
  if (!absolute && (value === '' || /^\\|^[A-Za-z]:/.test(value))) return E
  const readings = windows
    ? [win32.normalize(share ? `C:\\${value.slice(volume?.length)}` : value).replaceAll('\\', '/')]
    : value.includes('\\') && !absolute
      ? [value, value.replaceAll('\\', '/')]
      : [value]
  const kind = { windows, absolute, share }
  const truths = readings.map((text) => matchOne(text, globs, kind))
  if (truths.some((truth) => truth !== truths[0])) return E
  if (truths[0] !== F) return truths[0]!
  const expanded = readings.flatMap((text) => wildForms(text, globs))
  if (expanded.some((text) => matchOne(text, globs, kind) !== F)) return E
  return braced(value).some((text) => oracleMatches(text, globs) !== F) ? E : F
}

/** With a name of some glob in place of one that has wildcards behind two letters and covers it. */
function wildForms(text: string, globs: readonly string[]): string[] {
  const names = globs
    .filter((glob) => !glob.startsWith('!'))
    .flatMap((glob) => glob.replace(/^[A-Z]:/, '').split('/'))
    .map((name) => plainFold(name.replaceAll('*', '')))
    .filter((name) => name.length > 1)
  const parts = text.split('/')
  return parts.flatMap((part, at) => {
    if (!/^[^*?[{]{2}.*[*?[{]/.test(part)) return []
    const literal = (plain: string) => plain.replace(/[.+^$()|]/g, '\\$&')
    const source = literal(plainFold(part))
      .replace(/\{[^{}]*\}/g, '*')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')
    const covers = globTest(source)
    return names
      .filter((name) => covers(name) && name.slice(0, 2) === plainFold(part).slice(0, 2))
      .map((name) => parts.with(at, name).join('/'))
  })
}

/** A class of characters without an end is none, so that no name is meant. */
function globTest(source: string): (name: string) => boolean {
  try {
    const test = new RegExp(`^${source}$`)
    return (name) => test.test(name)
  } catch {
    return () => false
  }
}

/** Each alternative in place of the innermost braces that have some. */
function braced(text: string): string[] {
  const group = /\{([^{}]*,[^{}]*)\}/.exec(text)
  if (group === null) return []
  const { 0: whole, 1: inner, index } = group
  return inner!.split(',').map((item) => text.slice(0, index) + item + text.slice(index + whole.length))
}

function matchOne(
  text: string,
  globs: readonly string[],
  { windows, absolute, share }: Readonly<Record<'windows' | 'absolute' | 'share', boolean>>,
): number {
  const normal = posix.normalize(windows ? text.replace(/^[A-Za-z]:/, '') : text)
  if (/^\.\.(\/|$)/.test(normal)) return E
  const names = normal.split('/').filter((name) => name !== '' && name !== '.')
  if (names.some((name) => /^[^~.]{1,6}~\d{1,6}(\.[^.]{0,3})?$/.test(name))) return E
  if (
    names.some(
      (name) =>
        /^\.\.?$|[/\\]/.test(name.replace(/\p{Default_Ignorable_Code_Point}/gu, '').normalize('NFKC')) &&
        !name.includes('\\'),
    )
  )
    return E
  const joined = names.map((name) => `/${name}`).join('')
  const loose = names
    .map(
      (name) =>
        `/${
          plainFold(name)
            .replace(/:.*/s, '')
            .replace(/[. ]+$/, '') || plainFold(name)
        }`,
    )
    .join('')
  const one = (glob: string): number => {
    const rooted = /^(?:[A-Z]:)?\//.exec(glob)?.[0]
    const covers = globRegex(glob, windows ? 'i' : '').test(joined)
    const folds = globRegex(plainFold(glob), '').test(loose)
    if (rooted === undefined) return covers ? T : folds ? E : F
    if (!absolute) return E
    if ((rooted === '/') === windows || share) return E
    if (windows && rooted[0] !== text[0]!.toUpperCase()) return F
    return covers ? T : folds ? E : F
  }
  const inside = Math.max(F, ...globs.filter((glob) => !glob.startsWith('!')).map(one))
  const outside = Math.max(
    F,
    ...globs.filter((glob) => glob.startsWith('!')).map((glob) => one(glob.slice(1))),
  )
  return Math.min(inside, 1 - outside)
}
