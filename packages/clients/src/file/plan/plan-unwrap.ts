import { existsSync } from 'node:fs'
import { stateFolder } from '@kvlar/core/node'
import { unwrapConfig } from '../../rewrite/unwrap-config.ts'
import { choosesAll } from '../../servers/name-filter.ts'
import { openConfig } from '../../servers/open-config.ts'
import { chooseFiles, type FileChoice } from '../find/choose-files.ts'
import type { DetectedFile } from '../find/detect.ts'
import { journalledFile } from '../find/journalled-file.ts'
import { readConfigFile } from '../read-file.ts'
import { readJournal, type Journal } from '../write/journal.ts'
import { originalsOf, restoreFrom, type Original } from './originals.ts'
import { plannedFile, problemOr, worthSaying } from './plan-file.ts'
import type { Plan, PlannedFile } from './plan.ts'
import { toPlan } from './to-plan.ts'

/** What to unwrap: by default every file that holds wrapped servers, wherever it was wrapped. */
export interface UnwrapOptions extends FileChoice {
  /** Names or patterns of servers. */
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
}

/**
 * Plans to take Kvlar away again. Reads files, writes none.
 *
 * A file that nobody changed since it was wrapped gets its very bytes back; in any other only the wrapped entries
 * change, and they alone tell what they were.
 *
 * @throws ConfigError for options that cannot be used; what is wrong with one file is a problem of the plan.
 */
export function planUnwrap(options: UnwrapOptions): Plan {
  const journal = readJournal(stateFolder(options.environment))
  const files = [...chooseFiles(options), ...journalled(journal, options)]
  const seen = new Set<string>()
  const once = files.filter(({ target }) => !seen.has(target) && seen.add(target))
  const planned = once
    .filter(({ file }) => file.scope !== 'managed')
    .flatMap((file) =>
      worthSaying(
        file,
        problemOr(file, () => planOne(file, journal, options)),
      ),
    )
  return toPlan('unwrap', planned, { files: once, filter: options })
}

function planOne(detected: DetectedFile, journal: Journal, options: UnwrapOptions): PlannedFile {
  const file = readConfigFile(detected.path)
  const config = openConfig(detected.file, file.text, detected.path)
  const originals = originalsOf(detected, journal)
  const choice = { filter: options, originals: originals.configs, file: detected.path }
  const edited = unwrapConfig(config, choice)
  const source = { file, config, environment: options.environment }
  const { servers } = edited
  const hook = edited.hadHook && {
    hook: { action: 'remove', policies: [] } as const,
    ...(servers.length === 0 && { notes: [] }),
  }
  const present: Original = { bytes: file.bytes, config }
  const earlier = choosesAll(options) ? restoreFrom(present, originals, detected.path) : present
  if (earlier === present)
    return { ...plannedFile(detected, source, { servers, after: edited.text, method: 'edit' }), ...hook }
  const { text, unedited } = unwrapConfig(earlier.config, choice)
  const method = unedited ? 'restore' : 'edit'
  return { ...plannedFile(detected, source, { servers, after: text, method }), ...hook }
}

/** Files the journal names that are not in a usual place of this folder: wrapped by name, or in another project. */
function journalled(journal: Journal, options: UnwrapOptions): readonly DetectedFile[] {
  if (options.config !== undefined) return []
  const clients = options.clients ?? []
  return [...journal]
    .filter(
      ([target, { client }]) => (clients.length === 0 || clients.includes(client)) && existsSync(target),
    )
    .map(([target, { client }]) => journalledFile(target, client))
}
