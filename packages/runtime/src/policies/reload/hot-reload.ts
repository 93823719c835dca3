import { engineSteps } from '@kvlar/core'
import { parseUrl, readText } from '@kvlar/core/node'
import { inSlices } from '../../in-slices.ts'
import { whyOf, type Tell } from '../../notice.ts'
import type { InForce } from '../in-force.ts'
import type { PoliciesInForce } from '../policies-in-force.ts'
import { readInThread } from './read-in-thread.ts'
import type { Reading } from './read-steadily.ts'
import { watchFiles } from './watch-files.ts'

export interface HotReloadOptions {
  /** Files, or names of built-in policies. */
  readonly names: readonly string[]
  readonly inForce: InForce
  /** Records a set that is to come into force; rejecting keeps the one that is. */
  readonly record: (next: PoliciesInForce) => Promise<void> | void
  readonly tell: Tell
  /** Hears of each set that was taken, or was not. */
  readonly onTried?: (isInForce: boolean) => void
}

export interface HotReload {
  /** Reads the policies now, whether they changed or not. Never rejects. */
  readonly reload: () => Promise<void>
  readonly close: () => void
}

/**
 * Puts changed policies in force while calls go on. A set that is missing, empty, broken, half written or not to be
 * recorded changes nothing; the one before it stays in force.
 */
export function hotReload({ names, inForce, record, tell, onTried }: HotReloadOptions): HotReload {
  let running: Promise<void> | undefined
  let isDue = false
  const closed = new AbortController()
  const { signal } = closed

  const take = async (reading: Reading): Promise<void> => {
    if (!reading.ok) throw new Error(reading.why)
    const policies = [...reading.policies.keys()]
    const engine = await inSlices(engineSteps(policies, { parseUrl }))
    const next = { engine, policies, texts: reading.policies }
    await record(next)
    inForce.replace(next)
    onTried?.(true)
    const { length } = policies
    tell({ severity: 'note', text: `✓ reloaded ${length} policies (${engine.ruleCount} rules)` })
  }
  const keep = (error: unknown): void => {
    onTried?.(false)
    tell({ severity: 'note', text: `✗ reload failed, keeping previous policy: ${whyOf(error)}` })
  }

  const read = async (): Promise<Reading | undefined> => {
    while (!signal.aborted) {
      const reading = await readInThread(names)
      // What a broken set no longer names may be what mends it.
      const files = reading.ok ? reading.files : [...reading.files, ...filesOf(inForce.now().texts)]
      const isFresh = await watched.watch([...new Set(files)])
      // Nobody has watched over a file that nobody knew of.
      if (!isFresh || (reading.ok && isOnDisk(reading.policies))) return reading
    }
    return undefined
  }

  const run = async (): Promise<void> => {
    try {
      while (isDue && !signal.aborted) {
        isDue = false
        const reading = await read()
        if (reading !== undefined && !signal.aborted) await take(reading).catch(keep)
      }
    } finally {
      running = undefined
    }
  }
  const reload = (): Promise<void> => {
    isDue = true
    running ??= run()
    return running
  }
  const changed = (): void => {
    tell({ severity: 'note', text: 'policy change detected, reloading...' })
    void reload()
  }
  const watched = watchFiles(changed)

  tell({ severity: 'note', text: `watching ${inForce.now().policies.length} policy file(s) for changes` })
  void watched.watch(filesOf(inForce.now().texts)).then(() => {
    if (!signal.aborted && !isOnDisk(inForce.now().texts)) changed()
  })
  return {
    reload: () => {
      tell({ severity: 'note', text: 'reload asked for, reloading...' })
      return reload()
    },
    close: () => {
      closed.abort()
      watched.close()
    },
  }
}

type Texts = PoliciesInForce['texts']

/** What was read from files, and not from what comes with Kvlar. */
function readFrom(texts: Texts): ReadonlyMap<string, string> {
  const all = new Map<string, string>()
  for (const read of texts.values())
    for (const [file, text] of read) if (!file.startsWith('<')) all.set(file, text)
  return all
}

function filesOf(texts: Texts): readonly string[] {
  return [...readFrom(texts).keys()]
}

/** Whether the files still have what was read. */
function isOnDisk(texts: Texts): boolean {
  return [...readFrom(texts)].every(([file, text]) => {
    const now = readText(file)
    return now.ok && now.text === text
  })
}
