import {
  appendFileSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  readFileSync,
  statSync,
  type Stats,
} from 'node:fs'
import { dirname } from 'node:path'
import { createMemoryRevocations, type Revocations } from '@kvlar/gate'
import { decodeSteps, encodeStep, TORN, type Step } from './revocation-steps.ts'

/** Steps of all times; a file that is longer is not read, and then nobody passes. */
const FILE_BYTES_MAX = 16 * 1024 * 1024

/**
 * Who is turned away, for all processes of one user: a file to which each step is added as a line, so that no process
 * overwrites what another one says. It is looked at on every call: while nothing changes that is one `stat`, and no trip
 * through a pool of threads.
 *
 * What cannot be read throws, which denies. So does a file that has been there and is gone, or has become shorter: it is
 * never rewritten.
 */
export function fileRevocations(path: string): Revocations {
  let known = createMemoryRevocations(Number.POSITIVE_INFINITY)
  let seen: Stats | undefined

  /** Reads what has changed. */
  const refresh = (): void => {
    const now = statSync(path, { throwIfNoEntry: false })
    if (now === undefined) {
      if (seen !== undefined) throw new Error(`\`${path}\` was there and is gone`)
      return
    }
    if (seen !== undefined && isSame(seen, now)) return
    if (!now.isFile() || now.size > FILE_BYTES_MAX)
      throw new Error(`\`${path}\` is not what it was written as`)
    if (seen !== undefined && now.size < seen.size) throw new Error(`\`${path}\` has become shorter`)
    const steps = decodeSteps(readFileSync(path, 'utf8'), path)
    known = createMemoryRevocations(Number.POSITIVE_INFINITY)
    for (const step of steps) void apply(known, step)
    seen = now
  }
  const add = (step: Step): void => {
    append(path, encodeStep(step))
    refresh()
  }

  return {
    find: (targets) => {
      refresh()
      return known.find(targets)
    },
    revoke: async (revocation) => {
      refresh()
      if ((await known.find([revocation.target])) !== undefined) return false
      add({ step: 'revoked', revocation })
      return true
    },
    restore: async (target) => {
      refresh()
      const found = await known.find([target])
      if (found !== undefined) add({ step: 'restored', target })
      return found
    },
    list: () => {
      refresh()
      return known.list()
    },
  }
}

/** A second revocation of one target changes nothing, also where two processes say it at the same time. */
function apply(known: Revocations, step: Step): unknown {
  return step.step === 'revoked' ? known.revoke(step.revocation) : known.restore(step.target)
}

function isSame(one: Stats, other: Stats): boolean {
  return (
    one.size === other.size &&
    one.mtimeMs === other.mtimeMs &&
    one.ctimeMs === other.ctimeMs &&
    one.ino === other.ino &&
    one.dev === other.dev
  )
}

/** One write at the end of the file, on the disk before it counts. */
function append(path: string, line: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const file = openSync(path, 'a+', 0o600)
  try {
    appendFileSync(file, endsTorn(file, path) ? `\n${TORN}${line}` : line)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Whether a writer before died in the middle of its line. */
function endsTorn(file: number, path: string): boolean {
  const { size } = statSync(path)
  if (size === 0) return false
  const last = Buffer.alloc(1)
  readSync(file, last, 0, 1, size - 1)
  return last[0] !== 0x0a
}
