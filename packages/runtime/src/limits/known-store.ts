import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readText, replaceFile, writeOnce } from '@kvlar/core/node'

/**
 * Which store of counters calls were counted in that stand in a record. It lies with the record and not with the store, so
 * that a store that is deleted is missed.
 */
export interface KnownStore {
  /** The name of the store; undefined while nothing was counted. */
  read(file: string): string | undefined
  /** Says that from now on this is the store. */
  write(file: string, id: string, how: 'first' | 'anew'): Promise<void>
}

const ID = /^[0-9a-f]{32}$/

/** @param dir audit home */
export function knownStore(dir: string): KnownStore {
  const path = join(dir, 'limits.json')
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
    read: (file) => {
      const id = all()[file]
      if (id === undefined) return undefined
      if (typeof id === 'string' && ID.test(id)) return id
      throw new Error(`\`${path}\` does not name a store`)
    },
    write: async (file, id, how) => {
      await mkdir(dir, { recursive: true, mode: 0o700 })
      const text = `${JSON.stringify({ ...all(), [file]: id })}\n`
      // Of processes that begin at the same time one writes it, and they share the store that it names.
      if (how === 'first' && (await writeOnce(path, text))) return
      await replaceFile(path, text, 'keep')
    },
  }
}
