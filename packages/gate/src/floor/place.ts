import { loosenSegment } from '@kvlar/core/readings'
import { LIMITS } from '../limits.ts'
import { isOfProcess } from './process-files.ts'

/** Where an absolute path leads, by its text. */
export interface Place {
  /** The names on the way, folded, `.` and `..` resolved, as far as `floorSegmentsMax`. */
  readonly names: readonly string[]
  /** The same as written, for whoever asks the disk. */
  readonly path: string
  /** It passes through what the kernel links to files of processes. */
  readonly isOfProcess: boolean
}

/** Only what remains is folded, so that a megabyte of `a/../` costs milliseconds. */
export function placeOf(text: string): Place {
  const kept: string[] = []
  let depth = 0
  let ofProcess = false
  let top: string | undefined
  let isKernels = false
  for (let start = 0; start <= text.length;) {
    const slash = text.indexOf('/', start)
    const end = slash === -1 ? text.length : slash
    const segment = text.slice(start, end)
    start = end + 1
    if (segment === '' || segment === '.') continue
    if (segment === '..') depth = Math.max(0, depth - 1)
    else if (depth < LIMITS.floorSegmentsMax) kept[depth++] = segment
    else depth++
    // A link of the kernel is followed before `..` leaves it.
    if (depth < 3 || depth > LIMITS.floorSegmentsMax || ofProcess) continue
    if (top !== kept[0]) isKernels = KERNELS.test((top = kept[0] ?? ''))
    ofProcess = isKernels && isOfProcess(kept, depth)
  }
  const written = kept.slice(0, depth)
  return { names: written.map(foldName), path: absolute(written), isOfProcess: ofProcess }
}

/** Asked once for all that is below, as nearly nothing is. */
const KERNELS = /^(?:proc|dev)$/i

function absolute(segments: readonly string[]): string {
  const path = segments.join('/')
  return /^[a-z]:/i.test(path) ? path : `/${path}`
}

/** One spelling for every name that some file system takes for the same file, so that the answer is the same everywhere. */
function foldName(segment: string): string {
  return DRIVE.test(segment) ? segment.toLowerCase() : loosenSegment(segment)
}

const DRIVE = /^[a-z]:$/i
