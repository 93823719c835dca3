import { realpathSync } from 'node:fs'
import { relative, sep } from 'node:path'
import type { TrustedKeys } from '@kvlar/audit'
import { loadBundles } from '@kvlar/audit/file'
import type { PublicKeyBundle } from '@kvlar/crypto'
import { defaultKeyFolder } from '../places/own-places.ts'
import { ownKeyFolder } from './own-keys.ts'
import { readBundles } from './read-bundles.ts'

/** Under which keys a record is verified. */
export interface Trust {
  readonly keys: TrustedKeys
  /** Whether all of these keys were named by somebody else than the record itself. */
  isPinned(keyIds: readonly string[]): boolean
}

/**
 * The keys in the files that were named, and no others; without files the user's own keys, and those that the home
 * names itself.
 * @param home absent when no home is verified
 * @throws SettingsError, KeyError, AuditError for a key that cannot be read
 */
export async function trustedKeys(files: readonly string[], home?: string): Promise<Trust> {
  const pinned = new Map<string, PublicKeyBundle>()
  const named = new Map<string, PublicKeyBundle>()
  const take = (bundles: readonly PublicKeyBundle[], from: string): void => {
    const into = home !== undefined && isWithin(from, home) ? named : pinned
    for (const bundle of bundles) into.set(bundle.id, bundle)
  }
  for (const file of files) take(readBundles(file), file)
  if (files.length === 0) {
    take(
      (await ownKeyFolder().list()).map(({ bundle }) => bundle),
      defaultKeyFolder(),
    )
    if (home !== undefined) take(await loadBundles(home), home)
  }
  return {
    keys: (id) => pinned.get(id) ?? named.get(id),
    isPinned: (ids) => ids.every((id) => pinned.has(id)),
  }
}

/** Whether a path lies in a folder, links resolved; what is not there lies nowhere. */
function isWithin(path: string, folder: string): boolean {
  try {
    const steps = relative(realpathSync(folder), realpathSync(path)).split(sep)
    return steps[0] !== '..'
  } catch {
    return false
  }
}
