import { pathStyle } from '../../path/absolute-path.ts'
import { compilePathGlobs } from '../../path/path-globs.ts'
import { judgePathWithin, pathRoot } from '../../path/path-within.ts'
import type { OperandKind } from './operand-kind.ts'
import type { PathGrant } from '../grant/shell-grant.ts'

/** A word that is a path inside the grant, by its text alone: symbolic links are not followed. */
export function pathKind({ within = [], except, relative }: PathGrant): OperandKind {
  const roots = (typeof within === 'string' ? [within] : within).flatMap((text) => pathRoot(text) ?? [])
  const globs = except === undefined ? undefined : compilePathGlobs(except)
  const bounds = { except: globs, relative }
  return {
    kind: 'path',
    miss: (text) => {
      if (isMoreThanPath(text)) return { problem: 'a path that some programs read as more than a path' }
      if (pathStyle(text) === undefined && relative !== true) return { problem: 'a path that is relative' }
      // An exception that does not compile excepts everything.
      if (except !== undefined && globs === undefined)
        return { problem: 'a path whose exceptions are unknown' }
      const { truth, problem, pattern } = judgePathWithin(text, roots, bounds)
      if (truth === 'true') return undefined
      return {
        problem:
          problem === undefined ? 'a path outside of those that the grant names' : `a path: ${problem}`,
        ...(pattern !== undefined && { pattern }),
      }
    },
  }
}

/** `host:path`, `scheme:…`, `if=path`, `@file`, `+command`: forms in which programs take more than a path. */
function isMoreThanPath(text: string): boolean {
  if (pathStyle(text) !== undefined) return false
  const [first = ''] = text.split('/', 1)
  return /^[@+]|[:=]/.test(first)
}
