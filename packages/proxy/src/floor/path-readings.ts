/** Where relative and home-relative names start from, as the server would resolve them. */
export interface PathBase {
  readonly cwd: string
  readonly home: string
}

/** How often percent-encoding is undone: a server behind a gateway may decode twice. */
const DECODE_ROUNDS_MAX = 3

const HOME_PREFIX = /^(?:~[^/]*|\$HOME|\$\{HOME\}|%HOME%|%USERPROFILE%|\$env:USERPROFILE)(?=\/|$)/i
const SCHEME = /^([a-z][a-z0-9+.-]+):/i

/** Every absolute path, as folded segments, that some server could take a string for. Lexical: links are not followed. */
export function pathReadings(text: string, base: PathBase): string[][] {
  const readings: string[][] = []
  for (const decoded of decodings(text)) {
    for (const path of pathsIn(decoded)) {
      const rooted = isRooted(path)
        ? path
        : HOME_PREFIX.test(path)
          ? path.replace(HOME_PREFIX, () => slashes(base.home))
          : `${slashes(base.cwd)}/${path}`
      readings.push(...aliases(segments(rooted), base))
    }
  }
  return readings
}

/** The folded segments of one absolute path, `.` and `..` resolved. */
export function segments(path: string): string[] {
  const kept: string[] = []
  for (const segment of slashes(path).split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment === '..') kept.pop()
    else kept.push(foldSegment(segment))
  }
  return kept
}

/**
 * One spelling for every name that some file system takes for the same file: case and Unicode form (macOS, Windows),
 * trailing dots and spaces, alternate streams (Windows). Folding on every platform keeps the answer the same everywhere.
 */
function foldSegment(segment: string): string {
  const folded = foldName(segment)
  const stream = folded.indexOf(':', 2)
  const name = (stream === -1 ? folded : folded.slice(0, stream)).replace(/[. ]+$/, '')
  return name === '' ? folded : name
}

export function foldName(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

/** The text as it stands and with its percent-encoding undone, once for each round that changes it. */
export function decodings(text: string): string[] {
  const texts = [text]
  let current = text
  for (let round = 0; round < DECODE_ROUNDS_MAX && current.includes('%'); round++) {
    const decoded = percentDecode(current)
    if (decoded === current) break
    texts.push(decoded)
    current = decoded
  }
  return texts
}

function percentDecode(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  )
}

/** What remains when quotes, blanks, a NUL and everything after it, or a URL's scheme, authority and query are taken off. */
function pathsIn(text: string): string[] {
  const nul = text.indexOf('\0')
  const bare = slashes(nul === -1 ? text : text.slice(0, nul))
    .trim()
    .replace(/^["']+|["']+$/g, '')
    .replace(/^\/\/[?.]\//, '/')
  const scheme = SCHEME.exec(bare)
  if (scheme === null) return [bare]
  const rest = bare.slice(scheme[0].length)
  const path = rest.startsWith('//') ? rest.replace(/^\/\/[^/]*/, '') : rest
  const plain = path.replace(/[?#].*$/s, '')
  return plain === path ? [bare, path] : [bare, path, plain]
}

function isRooted(path: string): boolean {
  return path.startsWith('/') || /^[a-z]:/i.test(path)
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/')
}

/** The same place under the other names that systems give it without a link being made by anyone. */
function aliases(path: string[], base: PathBase): string[][] {
  const [first, second, third] = path
  const found = [path]
  if (first === 'proc' && third === 'root') found.push(path.slice(3))
  if (first === 'proc' && third === 'cwd') found.push([...segments(base.cwd), ...path.slice(3)])
  if (first === 'private') found.push(path.slice(1))
  if (first === 'system' && second === 'volumes' && third === 'data') found.push(path.slice(3))
  if (first !== undefined && /^[a-z]$/.test(first)) found.push([`${first}:`, ...path.slice(1)])
  if (first === 'mnt' && second !== undefined && /^[a-z]$/.test(second))
    found.push([`${second}:`, ...path.slice(2)])
  if (second !== undefined && /^[a-z]\$$/.test(second)) found.push([`${second.charAt(0)}:`, ...path.slice(2)])
  return found
}
