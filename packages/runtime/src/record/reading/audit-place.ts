import { existsSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { defaultAuditFolder } from '../../places/own-places.ts'
import { SettingsError } from '../../settings/settings-error.ts'

/** The audit home, or the single file, that a command line names. */
export interface AuditPlace {
  readonly kind: 'home' | 'file'
  readonly path: string
}

/** A home, or one chain of it. */
export interface HomePart {
  readonly home: string
  /** Present when a file of that chain was named. */
  readonly chain?: string
}

/** @throws SettingsError when there is nothing */
export function auditPlace(operand: string | undefined): AuditPlace {
  const path = operand ?? defaultAuditFolder()
  const found = statSync(path, { throwIfNoEntry: false })
  if (found?.isDirectory() === true) return { kind: 'home', path }
  if (found?.isFile() === true && operand !== undefined) return { kind: 'file', path }
  throw new SettingsError(
    'SETTINGS_BAD_VALUE',
    `there is no audit home \`${path}\``,
    operand === undefined ? 'a proxy makes it when it judges its first call; name another one' : undefined,
  )
}

/** As `auditPlace`, for somebody who knows that there was a home: where nothing is, it is gone. @throws SettingsError */
export function auditPlaceThatWas(operand: string | undefined): AuditPlace {
  const path = operand ?? defaultAuditFolder()
  return existsSync(path) ? auditPlace(operand) : { kind: 'home', path }
}

/** As `auditPlace`, for a command that only looks; undefined before anything is recorded in the default home. */
export function auditPlaceIfAny(operand: string | undefined): AuditPlace | undefined {
  return operand === undefined && !existsSync(defaultAuditFolder()) ? undefined : auditPlace(operand)
}

/** The home that a command line names, by itself or by a file of one of its chains; undefined for another file. */
export function homePart({ kind, path }: AuditPlace): HomePart | undefined {
  if (kind === 'home') return { home: path }
  const chain = dirname(resolve(path))
  const home = dirname(dirname(chain))
  const isOfHome = basename(dirname(chain)) === 'chains' && existsSync(join(home, 'home.json'))
  return isOfHome ? { home, chain: basename(chain) } : undefined
}

/** As `homePart`, for a command that needs a home. @throws SettingsError */
export function auditHome(operand: string | undefined): HomePart {
  const place = auditPlace(operand)
  const part = homePart(place)
  if (part !== undefined) return part
  throw new SettingsError('SETTINGS_BAD_VALUE', `\`${place.path}\` is a file that is in no audit home`)
}
