import type { FloorOptions } from '../floor.ts'
import type { Argument } from './arguments.ts'
import { listedIn } from './lists.ts'
import { absolutesOf } from './rooted.ts'
import { isPathAsWritten, isPathShaped } from './sieve.ts'
import { spellings } from './spellings.ts'
import type { Variables } from './variables.ts'

/** One argument and the paths in it. */
export interface Read {
  readonly argument: Argument
  readonly absolute: readonly string[]
  readonly relative: readonly string[]
  /** The disk is asked about them, and they may be folders. */
  readonly isShaped: boolean
}

/** Undefined for an argument that can be read in more ways than anybody should try. */
export type Reader = (argument: Argument) => readonly Read[] | undefined

export function createReader({ cwd, home }: FloorOptions, variables: Variables): Reader {
  const terms = { variables, isWindows: /^[a-z]:/i.test(cwd) }

  const rooted = (argument: Argument, found: readonly string[], isShaped: boolean): Read => ({
    argument,
    absolute: found.flatMap((spelling) => absolutesOf(spelling, home)),
    relative: found.filter((spelling) => !spelling.startsWith('/')),
    isShaped,
  })

  const read: Reader = (argument) => {
    const found = spellings(argument.text, terms)
    const { apart, worded } = listedIn(argument)
    const items = [apart, worded].map((texts) => texts.map((text) => spellings(text, terms)))
    if (found === undefined || !items.flat().every((one) => one !== undefined)) return undefined
    const [separate = [], words = []] = items.map((all) => all.flatMap((one) => one ?? []))
    const shaped = [...separate, ...(isPathAsWritten(argument) ? [argument.text] : [])]
    return [
      rooted(argument, found, isPathShaped(argument)),
      ...(shaped.length > 0 ? [rooted(argument, shaped, true)] : []),
      ...(words.length > 0 ? [rooted(argument, words, false)] : []),
    ]
  }
  return once(read)
}

/** What leads somewhere is mostly what another path could start from as well. */
function once(read: Reader): Reader {
  const known = new Map<Argument, readonly Read[] | undefined>()
  return (argument) => {
    if (!known.has(argument)) known.set(argument, read(argument))
    return known.get(argument)
  }
}
