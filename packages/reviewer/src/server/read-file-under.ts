import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'
import type { ReadFile } from '../renderings/file-change.ts'
import { REVIEW_LIMITS } from '../review-limits.ts'

/**
 * Reads regular files of bounded size under some folders, following no symbolic link, for reviewers at this machine.
 * Anything else reads as nothing.
 */
export function readFileUnder(roots: readonly string[]): ReadFile {
  return (path) => {
    if (!isAbsolute(path) || path.includes('\0')) return undefined
    const isInside = roots.some((root) => {
      const inner = relative(resolve(root), resolve(path))
      return inner !== '' && !inner.startsWith('..') && !isAbsolute(inner)
    })
    if (!isInside) return undefined
    try {
      // A link on the way would lead the reader out of the root.
      if (realpathSync(path) !== resolve(path)) return undefined
      const descriptor = openSync(
        path,
        constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
      )
      try {
        const stat = fstatSync(descriptor)
        return stat.isFile() && stat.size <= REVIEW_LIMITS.fileBytesMax
          ? readFileSync(descriptor, 'utf8')
          : undefined
      } finally {
        closeSync(descriptor)
      }
    } catch {
      return undefined
    }
  }
}
