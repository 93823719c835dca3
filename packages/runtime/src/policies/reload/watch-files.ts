import { watch, type FSWatcher } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'

export interface WatchedFiles {
  /**
   * Watches these from now on. Of those that were watched before, nothing is missed.
   *
   * @returns whether some are new: what they were before this, nobody knows
   */
  watch(files: readonly string[]): Promise<boolean>
  close(): void
}

/** How long files must have been left alone before they are read: editors save in several steps. */
const DEBOUNCE_MS = 300
/** How often files are looked at that nobody has touched: not every file system tells of changes. */
const IDLE_MS = 500
/** The same while they change. */
const BUSY_MS = 50

/**
 * Tells of files that changed, however they are saved: in place, under another name that is then renamed, by a link that
 * is swapped, deleted and made again. What the system tells of their folders only makes it look sooner.
 */
export function watchFiles(onChange: () => void): WatchedFiles {
  let folders: readonly FSWatcher[] = []
  /** What was told of last, and what was seen last. */
  let known: States = new Map()
  let seen: States = new Map()
  let changedAt = 0
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  const look = async (): Promise<void> => {
    const files = known
    const now = await statesOf(files.keys())
    // Others are watched by now, or none.
    if (isClosed || files !== known) return
    if (!isSame(now, seen)) changedAt = performance.now()
    seen = now
    const isQuiet = performance.now() - changedAt >= DEBOUNCE_MS
    if (isQuiet && !isSame(seen, known)) {
      known = seen
      onChange()
    }
    lookIn(isSame(seen, known) ? IDLE_MS : BUSY_MS)
  }
  const lookIn = (ms: number): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void look(), ms)
    timer.unref()
  }
  const lookSoon = (): void => lookIn(BUSY_MS)
  const stopFolders = (): void => {
    for (const folder of folders) folder.close()
    folders = []
  }

  return {
    watch: async (files) => {
      const fresh = files.filter((file) => !known.has(file))
      const found = await statesOf(fresh)
      if (isClosed) return false
      known = new Map(files.map((file) => [file, known.get(file) ?? found.get(file) ?? NONE]))
      stopFolders()
      folders = [...new Set(files.map((file) => dirname(file)))].flatMap((folder) => hear(folder, lookSoon))
      lookSoon()
      return fresh.length > 0
    },
    close: () => {
      isClosed = true
      clearTimeout(timer)
      stopFolders()
    },
  }
}

/** A folder that cannot be heard is looked at all the same. */
function hear(folder: string, heard: () => void): readonly FSWatcher[] {
  try {
    const watcher = watch(folder, { persistent: false }, heard)
    watcher.on('error', () => watcher.close())
    return [watcher]
  } catch {
    return []
  }
}

/** Of each file, which one its name leads to, and when its content or its place changed. */
type States = ReadonlyMap<string, string>

const NONE = 'none'

async function statesOf(files: Iterable<string>): Promise<States> {
  return new Map(await Promise.all([...files].map(async (file) => [file, await stateOf(file)] as const)))
}

async function stateOf(file: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true })
    return [dev, ino, size, mtimeNs, ctimeNs].join(':')
  } catch {
    return NONE
  }
}

function isSame(left: States, right: States): boolean {
  return left.size === right.size && [...left].every(([file, state]) => right.get(file) === state)
}
