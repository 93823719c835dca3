import { LIMITS } from '../limits.ts'

/** Where relative and home-relative names start from, as the server would resolve them. */
export interface PathBase {
  readonly cwd: string
  readonly home: string
}

/** How often percent-encoding is undone: a server behind a gateway may decode twice. */
const DECODE_ROUNDS_MAX = 3

const HOME_PREFIX = /^(?:~[^/]*|\$HOME|\$\{HOME\}|%HOME%|%USERPROFILE%|\$env:USERPROFILE)(?=\/|$)/i
const SCHEME = /^([a-z][a-z0-9+.-]+):/i

/**
 * Every absolute path, as folded segments, that some server could take a string for. Lexical: links are not followed,
 * except those that the kernel itself makes under `/proc`.
 */
export function pathReadings(text: string, base: PathBase): string[][] {
  const readings: string[][] = []
  for (const decoded of decodings(text)) {
    for (const path of pathsIn(decoded)) readings.push(...aliases(segments(rooted(path, base), base.cwd)))
  }
  return readings
}

function rooted(path: string, { cwd, home }: PathBase): string {
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) return path
  return HOME_PREFIX.test(path) ? path.replace(HOME_PREFIX, () => slashes(home)) : `${slashes(cwd)}/${path}`
}

/**
 * The folded segments of one absolute path, `.` and `..` resolved, as far as `FLOOR_SEGMENTS_MAX`. Only what remains is
 * folded, so that a megabyte of `a/../` costs milliseconds.
 *
 * @param cwd what `/proc/<process>/cwd` is
 */
export function segments(path: string, cwd?: string): string[] {
  const text = slashes(path)
  const kept: string[] = []
  let depth = 0
  for (let start = 0; start <= text.length;) {
    const slash = text.indexOf('/', start)
    const end = slash === -1 ? text.length : slash
    const segment = text.slice(start, end)
    start = end + 1
    if (segment === '' || segment === '.') continue
    if (segment === '..') depth = Math.max(0, depth - 1)
    else if (depth < LIMITS.floorSegmentsMax) kept[depth++] = segment
    else depth++
    if (depth === 3 && kept[0] === 'proc' && (segment === 'root' || segment === 'cwd')) {
      const target = segment === 'cwd' && cwd !== undefined ? segments(cwd) : []
      kept.splice(0, kept.length, ...target)
      depth = target.length
    }
  }
  return kept.slice(0, depth).map(foldSegment)
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

function slashes(path: string): string {
  return path.replaceAll('\\', '/')
}

/** The same place under the other names that systems give it without a link being made by anyone. */
function aliases(path: string[]): string[][] {
  const [first, second, third] = path
  const found = [path]
  if (first === 'private') found.push(path.slice(1))
  if (first === 'system' && second === 'volumes' && third === 'data') found.push(path.slice(3))
  if (first !== undefined && /^[a-z]$/.test(first)) found.push([`${first}:`, ...path.slice(1)])
  if (first === 'mnt' && second !== undefined && /^[a-z]$/.test(second))
    found.push([`${second}:`, ...path.slice(2)])
  if (second !== undefined && /^[a-z]\$$/.test(second)) found.push([`${second.charAt(0)}:`, ...path.slice(2)])
  return found
}
