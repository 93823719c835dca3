import type { ReadPath } from './parsed-path.ts'
import {
  ambiguousSegmentProblem,
  ambiguousTextProblem,
  foldSegment,
  resolveSegments,
} from './path-segments.ts'

const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])$/i

/**
 * Reads a Windows path: `C:\…` or `\\server\share\…`, with either slash. The device namespaces (`\\?\`, `\\.\`),
 * drive-relative forms, alternate streams, 8.3 names, device names and names that Windows trims are problems.
 */
export function readWindowsPath(text: string): ReadPath {
  const problem = ambiguousTextProblem(text)
  if (problem !== undefined) return { ok: false, problem }
  const parts = text.replaceAll('/', '\\').split('\\')
  const [first = '', second, server, share] = parts
  const isDrive = /^[A-Za-z]:$/.test(first) && second !== undefined
  const isShare = first === '' && second === '' && server !== undefined && share !== undefined
  if (!isDrive && !isShare) return { ok: false, problem: 'it is neither a drive with a path nor a share' }
  if (isShare && !isShareName(server, share))
    return { ok: false, problem: 'it does not name a server and a share' }
  const segments = parts.slice(isDrive ? 1 : 4)
  for (const segment of segments) {
    const ambiguous = ambiguousSegmentProblem(segment) ?? segmentProblem(segment)
    if (ambiguous !== undefined) return { ok: false, problem: ambiguous }
  }
  const volume = isDrive
    ? first.toUpperCase()
    : `\\\\${foldSegment(server ?? '')}\\${foldSegment(share ?? '')}`
  return { ok: true, path: { style: 'windows', volume, segments: resolveSegments(segments) } }
}

function isShareName(server: string, share: string): boolean {
  return [server, share].every(
    (name) => name !== '' && !/^[.?]+$/.test(name) && segmentProblem(name) === undefined,
  )
}

function segmentProblem(segment: string): string | undefined {
  if (segment === '.' || segment === '..' || segment === '') return undefined
  if (segment.includes(':')) return 'it names an alternate stream'
  if (/[<>"|?*]/.test(segment)) return 'it has a character that Windows does not allow in names'
  if (/[. ]$/.test(segment)) return 'a segment ends in a dot or a space, which Windows removes'
  if (/~[0-9]/.test(segment)) return 'a segment could be an 8.3 short name'
  const stem = segment.slice(0, `${segment}.`.indexOf('.')).trimEnd()
  return DEVICE.test(stem) ? 'a segment is a device name' : undefined
}
