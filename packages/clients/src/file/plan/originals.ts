import { parseConfig } from '../../formats/parse-config.ts'
import { withoutHooks } from '../../hooks/settings/our-hooks.ts'
import { sameValue } from '../../formats/value/same-value.ts'
import { unwrapConfig } from '../../rewrite/unwrap-config.ts'
import { openConfig, type OpenConfig } from '../../servers/open-config.ts'
import type { DetectedFile } from '../find/detect.ts'
import { readConfigFile } from '../read-file.ts'
import { backupsOf } from '../write/backup.ts'
import { digestOf } from '../write/digest.ts'
import type { Journal, JournalStep } from '../write/journal.ts'

/** A version of a file. */
export interface Original {
  readonly bytes: Uint8Array
  readonly config: OpenConfig
}

export interface Originals {
  readonly steps: readonly JournalStep[]
  /** Older versions by the digest of their bytes. */
  readonly byDigest: ReadonlyMap<string, Original>
  /** The same, newest first. */
  readonly configs: readonly OpenConfig[]
}

/** Backups looked at for one file: the newest ones tell all that is needed. */
const BACKUPS_READ = 16

/** The older versions of a file that can still be read, from the journal and from the folder of the file. */
export function originalsOf(detected: DetectedFile, journal: Journal): Originals {
  const steps = journal.get(detected.target)?.steps ?? []
  const paths = new Set([...steps.map(({ backup }) => backup).toReversed(), ...backupsOf(detected.target)])
  const read = [...paths].slice(0, BACKUPS_READ).flatMap((path) => readOriginal(detected, path))
  return {
    steps,
    byDigest: new Map(read.map((original) => [digestOf(original.bytes), original])),
    configs: read.map(({ config }) => config),
  }
}

/**
 * Follows the journal back from the present version to the oldest it can vouch for.
 *
 * INVARIANT: a backup is gone back to only if the present version, with Kvlar taken out, means the same as the
 * backup with Kvlar taken out, so that neither a forged journal nor a forged backup can bring in a server.
 */
export function restoreFrom(present: Original, originals: Originals, file: string): Original {
  let at = present
  for (let steps = originals.steps; ;) {
    const digest = digestOf(at.bytes)
    const index = steps.findLastIndex(({ after }) => after === digest)
    const step = steps[index]
    const earlier = step && originals.byDigest.get(step.before)
    if (earlier === undefined || !sameServers(at, earlier, file)) return at
    at = earlier
    steps = steps.slice(0, index)
  }
}

function sameServers(left: Original, right: Original, file: string): boolean {
  const choice = { filter: {}, originals: [right.config], file }
  const texts = [left, right].map(({ config }) => unwrapConfig(config, choice).text)
  const [one, other] = texts.map((text) => withoutHooks(parseConfig(left.config.format, text, file).value))
  return one !== undefined && other !== undefined && sameValue(one, other)
}

function readOriginal(detected: DetectedFile, path: string): readonly Original[] {
  try {
    const { bytes, text } = readConfigFile(path)
    return [{ bytes, config: openConfig(detected.file, text, path) }]
  } catch {
    // A backup that is gone or damaged is no help, and none is needed to unwrap.
    return []
  }
}
