import type { Action } from '@kvlar/core'
import { argumentsOf } from './floor/arguments.ts'
import type { FloorDenial } from './floor/denial.ts'
import { guardedPath } from './floor/guarded.ts'
import { createInquiry, type LinkResolver } from './floor/inquiry.ts'
import { opened } from './floor/opened.ts'
import type { PathBase } from './floor/rooted.ts'
import { createSieve, isFolderShaped } from './floor/sieve.ts'
import { createVariables } from './floor/variables.ts'
import { walkOf, walksWorkplace } from './floor/walking.ts'

/** Code of a denial by the floor, as agents and audit entries see it. */
export const PROTECTED_PATH_CODE = 'KVLAR_PROTECTED_PATH'

/** What stands for the rule id in such a denial. */
export const PROTECTED_PATH_RULE_ID = '_protected_path'

export interface FloorOptions extends PathBase {
  /** Absolute files and folders of Kvlar itself: policies, keys, audit, approvals, state, wrapped clients' configurations. */
  readonly protectedPaths: readonly string[]
  /** Those of them that lie in projects, so that a folder that holds one may be searched: policies, clients' configurations. */
  readonly searchablePaths?: readonly string[]
  /** The server's files are those of another machine, so that neither folders above nor processes of this one matter. */
  readonly isRemote?: boolean
  /** Nobody can say in which folder the server works, so that its relative paths may start anywhere. */
  readonly isPlaceUnknown?: boolean
  /** What the disk says of links, where the server's files are those of this machine. */
  readonly resolveLinks?: LinkResolver
}

/** Says why a call is denied whatever the policy says, if it is. */
export type Floor = (action: Action) => FloorDenial | undefined

/**
 * The floor no policy lifts: a call is denied if a path in it leads into Kvlar's own files, and, where it takes whole
 * folders, if it leads to a folder that holds them. Prose and command lines are not read.
 */
export function createFloor(options: FloorOptions): Floor {
  const searchable = new Set(options.searchablePaths)
  const guarded = options.protectedPaths.map((path) => guardedPath(path, searchable.has(path)))
  if (guarded.length === 0) return () => undefined
  const variables = createVariables(options)
  const { isRelevant, mayHit } = createSieve(options, guarded, variables)

  return (action) => {
    const walk = options.isRemote === true ? undefined : walkOf(action)
    const all = opened(argumentsOf(action), mayHit)
    const walks = walk !== undefined && walk !== 'lists'
    const relevant = all.filter((argument) => isRelevant(argument, walks))
    if (relevant.length === 0) return undefined
    const terms = { options, guarded, variables, walk, walksWorkplace: walksWorkplace(action) }
    return createInquiry(terms).judge(relevant, all.filter(isFolderShaped))
  }
}
