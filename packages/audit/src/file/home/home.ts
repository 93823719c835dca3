import { randomBytes } from 'node:crypto'
import { mkdir, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncFolder } from '@kvlar/core/node'
import { AuditError } from '../../audit-error.ts'
import { LEFT_BY_CHAINS, namesIn } from './left-by-chains.ts'
import { readSmallFile, writeSmallFileOnce } from './small-file.ts'
import { isCode } from './system-error.ts'

/** A folder in which any number of processes record, each into a chain of its own. */
export interface AuditHome {
  readonly dir: string
  /** 32 hexadecimal digits, made once. */
  readonly id: string
  /** Keys the digests of hidden values; 32 bytes, never leaves the home. */
  readonly digestKey: Uint8Array
}

const HOME_FILE = 'home.json'
const DIGEST_KEY_FILE = 'digest.key'
const DIGEST_KEY_BYTES = 32
const HOME_VERSION = 1
const CHAIN_ID = /^[0-9a-f]{32}$/

/** The folder of one chain. */
export function chainDir(home: Pick<AuditHome, 'dir'>, chain: string): string {
  return join(home.dir, 'chains', chain)
}

/**
 * Opens a home and makes what is missing; safe against other processes that do the same at the same time.
 * @throws AuditError `AUDIT_UNAVAILABLE`, `AUDIT_CORRUPT`
 */
export async function openHome(dir: string): Promise<AuditHome> {
  return makeHome(dir, randomBytes(16).toString('hex'), randomBytes(DIGEST_KEY_BYTES))
}

/**
 * Makes a home that was removed again, as it was: whoever records keeps its id and its key.
 * @throws AuditError `AUDIT_UNAVAILABLE`; `AUDIT_CORRUPT` when another home stands in its place
 */
export async function restoreHome(home: AuditHome): Promise<void> {
  const now = await makeHome(home.dir, home.id, home.digestKey)
  if (now.id !== home.id || Buffer.compare(now.digestKey, home.digestKey) !== 0)
    throw new AuditError(
      'AUDIT_CORRUPT',
      `\`${home.dir}\` has become another audit home; not recording there`,
    )
}

/**
 * The id of a home that is there; undefined when the folder has none.
 * @throws AuditError `AUDIT_UNAVAILABLE`; `AUDIT_CORRUPT` also where the id is gone and what a home holds is not
 */
export async function readHomeId(dir: string): Promise<string | undefined> {
  const text = await readSmallFile(join(dir, HOME_FILE))
  if (text !== undefined) return homeId(text)
  for (const folder of ['chains', ...LEFT_BY_CHAINS]) {
    const [first] = (await namesIn(join(dir, folder))) ?? []
    if (first !== undefined)
      throw new AuditError(
        'AUDIT_CORRUPT',
        `\`${HOME_FILE}\` of \`${dir}\` is gone, and \`${folder}/${first}\` is there`,
      )
  }
  return undefined
}

/** The chains of a home, sorted; anything else in the folder is not ours. None where their folder is gone. */
export async function listChains(dir: string): Promise<string[]> {
  try {
    const found = await readdir(join(dir, 'chains'), { withFileTypes: true })
    return found
      .filter((item) => item.isDirectory() && CHAIN_ID.test(item.name))
      .map(({ name }) => name)
      .toSorted()
  } catch (cause) {
    if (isCode(cause, 'ENOENT') && (await readHomeId(dir)) !== undefined) return []
    throw new AuditError('AUDIT_UNAVAILABLE', `\`${dir}\` is not an audit home that can be read`, { cause })
  }
}

async function makeHome(dir: string, newId: string, newKey: Uint8Array): Promise<AuditHome> {
  try {
    const made = await mkdir(join(dir, 'chains'), { recursive: true, mode: 0o700 })
    const home = await writeSmallFileOnce(
      join(dir, HOME_FILE),
      `${JSON.stringify({ version: HOME_VERSION, id: newId })}\n`,
    )
    const key = await writeSmallFileOnce(join(dir, DIGEST_KEY_FILE), Buffer.from(newKey).toString('base64'))
    if (made !== undefined) for (const folder of [dir, dirname(dir)]) await syncFolder(folder)
    return { dir, id: homeId(home), digestKey: keyBytes(key) }
  } catch (cause) {
    if (cause instanceof AuditError) throw cause
    throw new AuditError('AUDIT_UNAVAILABLE', `the audit home \`${dir}\` cannot be opened`, { cause })
  }
}

function homeId(text: string): string {
  const [, id] = /^\{"version":1,"id":"([0-9a-f]{32})"\}\n$/.exec(text) ?? []
  if (id === undefined)
    throw new AuditError('AUDIT_CORRUPT', `\`${HOME_FILE}\` is not what this version writes`)
  return id
}

function keyBytes(text: string): Uint8Array {
  const key = Buffer.from(text, 'base64')
  if (key.length !== DIGEST_KEY_BYTES)
    throw new AuditError('AUDIT_CORRUPT', `\`${DIGEST_KEY_FILE}\` is not a key of ${DIGEST_KEY_BYTES} bytes`)
  return key
}
