import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readText, replaceFile, writeOnce } from '@kvlar/core/node'

/**
 * Which stores were used for what stands in a record, by their places. It lies with the record and not with the stores, so
 * that a store that is deleted is missed.
 */
export interface KnownStore {
  /** The name of the store; undefined while none was used. */
  read(place: string): string | undefined
  /** Says that from now on this is the store. */
  write(place: string, id: string, how: 'first' | 'anew'): Promise<void>
}

/** What is kept in stores. */
export type Kept = 'limits' | 'sessions'

const ID = /^[0-9a-f]{32}$/

/** @param dir audit home */
export function knownStore(dir: string, kept: Kept): KnownStore {
  const path = join(dir, `${kept}.json`)
  const all = (): Readonly<Record<string, unknown>> => {
    const read = readText(path)
    if (!read.ok) {
      // Where there is no record, it knows nothing.
      if (read.isMissing) return {}
      throw new Error(`\`${path}\` cannot be read: ${read.why}`)
    }
    const parsed: unknown = JSON.parse(read.text)
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {}
  }
  return {
    read: (place) => {
      const id = all()[place]
      if (id === undefined) return undefined
      if (typeof id === 'string' && ID.test(id)) return id
      throw new Error(`\`${path}\` does not name a store`)
    },
    write: async (place, id, how) => {
      await mkdir(dir, { recursive: true, mode: 0o700 })
      const text = `${JSON.stringify({ ...all(), [place]: id })}\n`
      // Of processes that begin at the same time one writes it, and they share the store that it names.
      if (how === 'first' && (await writeOnce(path, text))) return
      await replaceFile(path, text, 'keep')
    },
  }
}
