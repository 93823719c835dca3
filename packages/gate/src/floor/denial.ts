import { isAbove, isInside, type Guarded } from './guarded.ts'
import { placeOf } from './place.ts'

/** Why the floor denies a call, for the agent and for the record. */
export interface FloorDenial {
  readonly kind: 'inside' | 'above' | 'process' | 'unreadable' | 'too_many'
  /** The protected path that the call would reach. */
  readonly path?: string
  readonly reason: string
}

export function insideOf({ path }: Guarded): FloorDenial {
  return {
    kind: 'inside',
    path,
    reason: `an argument points into files that Kvlar protects, whatever the policy says: \`${path}\``,
  }
}

/** @param depth how many names of the protected path the folder has */
export function aboveOf(
  guarded: Guarded,
  depth: number,
  starts: readonly string[],
  all: readonly Guarded[],
): FloorDenial {
  const { path } = guarded
  const parts = path.split(/[\\/]/).filter((part) => part !== '')
  const above = parts.slice(0, depth).join('/')
  const folder = /^[a-z]:/i.test(path) ? above : `/${above}`
  const narrow = starts.find((start) => isNarrower(start, depth, guarded, all))
  const instead =
    narrow === undefined
      ? `a folder in it that does not hold \`${parts[depth] ?? path}\``
      : `\`${narrow}\` or another folder in it`
  return {
    kind: 'above',
    path,
    reason: `\`${folder}\` holds files that Kvlar protects, and this tool takes whole folders; name ${instead}`,
  }
}

/** The same where nobody can say from which folder the path starts. */
export function unplacedOf({ path }: Guarded): FloorDenial {
  return {
    kind: 'above',
    path,
    reason:
      'this tool takes whole folders, and from some folders that its server may work in, the path leads to one that ' +
      `holds \`${path}\`, which Kvlar protects; give the absolute path`,
  }
}

/** Kvlar's secrets where they should not lie. */
export const OWN_SECRET: FloorDenial = {
  kind: 'inside',
  reason: "an argument names a file as Kvlar's secrets are named, which no call reaches wherever they lie",
}

/** A folder below the same one, clear of everything protected. */
function isNarrower(start: string, depth: number, { names }: Guarded, all: readonly Guarded[]): boolean {
  const found = placeOf(start.replaceAll('\\', '/')).names
  return (
    found.length > depth &&
    names.slice(0, depth).every((name, at) => name === found[at]) &&
    all.every((one) => !isAbove(found, one) && !isInside(found, one))
  )
}

export const OF_PROCESS: FloorDenial = {
  kind: 'process',
  reason:
    'an argument reaches files of processes through `/proc` or `/dev/fd`, those of Kvlar among them; name the file itself',
}

export const UNREADABLE: FloorDenial = {
  kind: 'unreadable',
  reason: 'an argument that looks like a path can be read in too many ways; write it plainly',
}

export function tooMany(what: string, max: number): FloorDenial {
  return {
    kind: 'too_many',
    reason: `the call names more than ${max} ${what}, which Kvlar holds against the files that it protects; make several calls`,
  }
}
